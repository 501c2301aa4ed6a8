//! Nobody can be told from a report: attacks as somebody would make them who has the folder and not the exports.

mod canaries;
mod folder;
mod mask;
mod paths;
mod people;
mod pseudonyms;
mod subtraction;
