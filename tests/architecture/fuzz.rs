//! The fuzz targets are built by hand and not in CI: what they name has to be there all the same.

use std::path::Path;

#[test]
fn what_fuzz_targets_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut looked = 0;
    for target in std::fs::read_dir(root.join("fuzz/targets")).unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&target).unwrap();
        for line in text.lines().filter_map(|line| line.strip_prefix("use retroscope_fuzz::")) {
            let line = line.trim_end_matches(';');
            let (place, names) = line.rsplit_once("::").unwrap_or(("", line));
            let inside = root.join("src").join(place.replace("::", "/"));
            let files = [inside.with_extension("rs"), inside.join("mod.rs")];
            // `read_one` is of the fuzz crate itself.
            let Some(source) = files.iter().find_map(|file| std::fs::read_to_string(file).ok()) else {
                assert!(place.is_empty(), "{}: no {place}", target.display());
                continue;
            };
            for name in names.trim_matches(['{', '}']).split(", ").map(|name| name.trim()) {
                let is_there = ["struct", "enum", "fn", "trait", "mod", "type", "const"]
                    .iter()
                    .any(|kind| source.contains(&format!("{kind} {name}")))
                    || source.lines().any(|line| line.starts_with("pub use") && line.contains(name));
                assert!(is_there, "{}: {place} has no {name}", target.display());
                looked += 1;
            }
        }
    }
    assert!(looked >= 10, "{looked}");
}
