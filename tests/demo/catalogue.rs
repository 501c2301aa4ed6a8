//! The authored texts of the invented company.

use retroscope::demo::catalogue::read;

fn slots(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(slot, _)| slot)).collect()
}

#[test]
fn every_file_can_be_read_and_every_entry_is_whole() {
    let all = read().unwrap();
    for (kind, modes) in &all.modes {
        assert!(modes.len() >= 12, "{kind}");
        for mode in modes {
            assert!(mode.titles.len() >= 3 && mode.reported.len() >= 2, "{kind}: {:?}", mode.titles);
            for words in [&mode.noticed, &mode.cause, &mode.repair] {
                assert!(words.len() > 5, "{kind}: {:?}", mode.titles);
            }
            assert!(!mode.posted.is_empty() && !mode.factors.is_empty() && !mode.follow_ups.is_empty());
            // A ticket and a page are told to be one thing by words that both have.
            let told = |text: &String| slots(text).iter().any(|s| ["name", "path", "said"].contains(s));
            assert!(mode.titles.iter().all(told), "{kind}: {:?}", mode.titles);
        }
    }
}

#[test]
fn every_service_has_much_that_can_happen_to_it() {
    let all = read().unwrap();
    assert!(all.services.len() > 10);
    for (name, parts) in &all.services {
        let of_kind = |kind: &str| all.modes.get(kind).map_or(0, Vec::len);
        let cards: usize = parts.iter().map(|(kind, parts)| parts.len() * of_kind(kind)).sum();
        assert!(cards >= 60, "{name}");
    }
}
