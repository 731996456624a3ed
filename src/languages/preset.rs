//! The settings of labelling, from `presets.toml`.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::data;
use crate::language::Language;
use crate::languages::model::{LANES, Lane, NO_SCRIPT, model};
use crate::options::{Options, Sensitivity};

/// Penalties are counted in sixteenths of a nat, so that one of a word fits a byte.
pub(crate) const PER_NAT: f32 = 16.0;
/// With more named languages than this, those that occur are chosen as among all languages.
const FEW_NAMED: usize = 4;

/// One set of settings; `presets.toml` says what each field means.
#[derive(Debug, Deserialize)]
pub(crate) struct Preset {
    pub temperature: f32,
    pub floor: f32,
    pub threshold: f32,
    pub sentences: Option<f32>,
    #[serde(default)]
    pub all_named: bool,
    pub unknown: f32,
    pub switch: [f32; 7],
    pub capital: f32,
    pub noun: f32,
    pub neutral: f32,
    pub code: f32,
    #[serde(default)]
    pub quoted: usize,
    pub calibration: [f32; 2],
}

#[derive(Deserialize)]
struct Prior {
    common: Vec<String>,
    rare_cost: f32,
    unknown_cost: f32,
    own_cost: HashMap<String, f32>,
}

#[derive(Deserialize)]
struct Nouns {
    capitalised: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Presets {
    strict: Preset,
    sensitive: Preset,
    named: Preset,
    named_sensitive: Preset,
    prior: Prior,
    nouns: Nouns,
}

fn presets() -> &'static Presets {
    static PRESETS: OnceLock<Presets> = OnceLock::new();
    PRESETS.get_or_init(|| toml::from_str(data::LANGUAGE_PRESETS).expect("presets.toml holds all presets"))
}

impl Preset {
    /// The one that the options ask for.
    pub(crate) fn of(options: &Options) -> &'static Preset {
        let few = options.languages.as_ref().is_some_and(|named| named.len() <= FEW_NAMED);
        match (few, options.sensitivity) {
            (false, Sensitivity::Strict) => &presets().strict,
            (false, Sensitivity::Sensitive) => &presets().sensitive,
            (true, Sensitivity::Strict) => &presets().named,
            (true, Sensitivity::Sensitive) => &presets().named_sensitive,
        }
    }
}

/// What each lane has to make up for, in penalty units; nothing when the languages are named.
pub(crate) fn priors(named: bool) -> &'static [i32; LANES] {
    static PRIORS: OnceLock<[[i32; LANES]; 2]> = OnceLock::new();
    &PRIORS.get_or_init(|| [priors_by_tier(false), priors_by_tier(true)])[usize::from(named)]
}

fn priors_by_tier(named: bool) -> [i32; LANES] {
    let prior = &presets().prior;
    let mut costs = [i32::MAX / 4; LANES];
    costs[NO_SCRIPT as usize] = 0;
    for (lane, language) in model().languages.iter().enumerate() {
        let code = language.code();
        let cost = match prior.own_cost.get(code) {
            _ if lane == 0 => prior.unknown_cost,
            _ if named => 0.0,
            Some(&cost) => cost,
            None if prior.common.iter().any(|common| common == code) => 0.0,
            None => prior.rare_cost,
        };
        costs[lane] = units(cost);
    }
    costs
}

/// The languages that write all nouns with a capital.
pub(crate) fn lanes_with_nouns() -> &'static [Lane] {
    static LANES_WITH_NOUNS: OnceLock<Vec<Lane>> = OnceLock::new();
    let lane_of = |code: &String| model().lane(Language::from_code(code).ok()?);
    LANES_WITH_NOUNS.get_or_init(|| presets().nouns.capitalised.iter().filter_map(lane_of).collect())
}

/// Nats in penalty units.
pub(crate) fn units(nats: f32) -> i32 {
    (nats * PER_NAT).round() as i32
}
