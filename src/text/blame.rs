//! What a blameless review does not say. People do what makes sense to them with what they know at the time; a text that finds
//! fault, or looks back with what was only known later, hides how it made sense (Dekker, *The Field Guide to Understanding
//! “Human Error”*; Allspaw, *Blameless PostMortems and a Just Culture*, 2012).

use super::wording::{Violation, has, words_of};

const FAULT: &str = "finds fault with a person; say what the person saw, and what made the step sensible then";
const ERROR: &str = "ends the search at a person; say which conditions let one step have this effect";
const CHARACTER: &str = "judges a person; say what was done and what was known";
const HINDSIGHT: &str = "looks back with what was known only later; say what was known then and what was done";
const EASY: &str = "makes it look easy from behind a desk; leave the word out";
const RULE: &str = "holds people against a rule; say how the work is really done, and why";

const PHRASES: &[(&str, &str)] = &[
    ("human error", ERROR),
    ("human errors", ERROR),
    ("operator error", ERROR),
    ("user error", ERROR),
    ("pilot error", ERROR),
    ("engineer error", ERROR),
    ("human mistake", ERROR),
    ("to blame", FAULT),
    ("is to be blamed", FAULT),
    ("blame lies", FAULT),
    ("at fault", FAULT),
    ("fault of", FAULT),
    ("his fault", FAULT),
    ("her fault", FAULT),
    ("their fault", FAULT),
    ("our fault", FAULT),
    ("guilty", FAULT),
    ("culprit", FAULT),
    ("careless", CHARACTER),
    ("carelessly", CHARACTER),
    ("carelessness", CHARACTER),
    ("negligent", CHARACTER),
    ("negligence", CHARACTER),
    ("incompetent", CHARACTER),
    ("incompetence", CHARACTER),
    ("sloppy", CHARACTER),
    ("lazy", CHARACTER),
    ("stupid", CHARACTER),
    ("screwed up", CHARACTER),
    ("messed up", CHARACTER),
    ("should have", HINDSIGHT),
    ("should've", HINDSIGHT),
    ("should not have", HINDSIGHT),
    ("shouldn't have", HINDSIGHT),
    ("ought to have", HINDSIGHT),
    ("could have prevented", HINDSIGHT),
    ("could have avoided", HINDSIGHT),
    ("could have been prevented", HINDSIGHT),
    ("could have been avoided", HINDSIGHT),
    ("would have prevented", HINDSIGHT),
    ("would have avoided", HINDSIGHT),
    ("would have been prevented", HINDSIGHT),
    ("would have been avoided", HINDSIGHT),
    ("if only", HINDSIGHT),
    ("obviously", EASY),
    ("failed to follow", RULE),
    ("did not follow", RULE),
    ("didn't follow", RULE),
    ("violated the", RULE),
    ("forgot to", "names a slip and stops there; say what could have reminded, and why it was needed"),
];

/// What a blameless review would say otherwise in one sentence. What stands between quotation marks is not looked at. Linear in
/// the length of the sentence.
#[must_use]
pub fn objections(sentence: &str) -> Vec<Violation> {
    let words = words_of(&sentence.replace('’', "'"));
    let found = PHRASES.iter().filter(|(phrase, _)| has(&words, phrase));
    found.map(|&(phrase, reason)| Violation { phrase, reason }).collect()
}
