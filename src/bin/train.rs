//! Rebuilds the models of `src/data/models` from the training packs, and says what it did.

use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use textmend::train::RECIPES;

const USAGE: &str = "usage: train MODEL --data DIR [--seed N]   (run in the project's folder)";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("train: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let names = || RECIPES.iter().map(|r| r.0).collect::<Vec<_>>().join(", ");
    let (mut model, mut data, mut seed) = (None, None, 1);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => {
                println!("{USAGE}\nmodels: {}", names());
                return Ok(());
            }
            Long("data") => data = Some(PathBuf::from(arguments.value()?)),
            Long("seed") => seed = arguments.value()?.parse()?,
            Value(name) if model.is_none() => model = Some(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let model = model.ok_or_else(|| format!("no model named; there are: {}\n{USAGE}", names()))?;
    let data = data.ok_or_else(|| format!("--data is missing: the folder with the training packs\n{USAGE}"))?;
    let recipe = RECIPES.iter().find(|r| r.0 == model);
    let recipe = recipe.ok_or_else(|| format!("there is no model {model:?}; there are: {}", names()))?;
    Ok(recipe.1(&data, seed)?)
}
