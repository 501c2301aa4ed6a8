//! Columns of texts give back what was put in, whether they keep codes or one buffer.

use proptest::prelude::*;
use retroscope::frame::narrow::Narrow;
use retroscope::frame::strings::{Dictionary, Strings};
use std::collections::BTreeMap;

fn column(values: &[String]) -> Strings {
    let mut column = Strings::default();
    for (row, value) in (0_u32..).zip(values) {
        assert_eq!(column.push(value), row);
    }
    column
}

fn of(column: &Strings) -> Vec<String> {
    column.iter().map(str::to_owned).collect()
}

/// Few words again and again, texts of which each is another, and both.
fn values() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![Just(String::new()), "[a-c\u{e9}]{1,2}"];
    let mixed = prop_oneof![4 => word.clone(), 1 => "[a-z]{6}"];
    prop_oneof![
        proptest::collection::vec(word, 0..900),
        proptest::collection::vec("[a-z0-9]{8}", 0..900),
        proptest::collection::vec(mixed, 0..2_400),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_column_gives_back_what_was_put_in(values in values()) {
        let mut kept = column(&values);
        prop_assert_eq!(kept.len(), values.len());
        prop_assert_eq!(of(&kept), values.clone());
        kept.shrink();
        prop_assert_eq!(of(&kept), values.clone());
        for (row, value) in (0_u32..).zip(&values) {
            prop_assert_eq!(kept.some(row), (!value.is_empty()).then_some(value.as_str()));
        }
    }

    /// Asking about each different text once is asking about each row.
    #[test]
    fn texts_are_changed_by_what_they_are(values in values()) {
        let new = |text: &str| text.starts_with('a').then(|| text.replace('b', "").to_uppercase());
        let mut kept = column(&values);
        kept.change(new);
        let expected: Vec<String> = values.iter().map(|value| new(value).unwrap_or_else(|| value.clone())).collect();
        prop_assert_eq!(of(&kept), expected.clone());
        kept.push("a word behind");
        prop_assert_eq!(kept.get(u32::try_from(values.len()).unwrap()), "a word behind");
        prop_assert_eq!(of(&kept).len(), values.len() + 1);
    }

    #[test]
    fn texts_are_replaced_by_row(values in values()) {
        let mut kept = column(&values);
        let texts: BTreeMap<u32, String> = (0..kept.len() as u32).step_by(7).map(|row| (row, format!("row {row}"))).collect();
        kept.replace(&texts);
        let expected: Vec<String> =
            (0_u32..).zip(&values).map(|(row, value)| texts.get(&row).unwrap_or(value).clone()).collect();
        prop_assert_eq!(of(&kept), expected);
    }

    #[test]
    fn numbers_come_back_whatever_their_size(values in proptest::collection::vec(
        prop_oneof![6 => Just(0_u32), 3 => 0..300_u32, 1 => any::<u32>()], 0..400)) {
        let mut narrow = Narrow::default();
        values.iter().for_each(|value| narrow.push(*value));
        prop_assert_eq!(narrow.len(), values.len());
        let all: Vec<u32> = (0..values.len()).map(|place| narrow.get(place).unwrap()).collect();
        prop_assert_eq!(all, values.clone());
        prop_assert_eq!(narrow.get(values.len()), None);
    }
}

/// Two words that become one keep their numbers, and the first of them is found by it.
#[test]
fn a_dictionary_keeps_its_numbers() {
    let mut words: Dictionary = Dictionary::default();
    let codes: Vec<u32> = ["Jane", "database", "June", "Jane"].iter().map(|word| words.code(word)).collect();
    assert_eq!(codes, [0, 1, 2, 0]);
    words.replace(&|word| word.starts_with('J').then(|| "[person]".to_owned()));
    assert_eq!(words.iter().collect::<Vec<_>>(), ["[person]", "database", "[person]"]);
    assert_eq!([words.find("[person]"), words.find("Jane"), words.find("database")], [Some(0), None, Some(1)]);
    assert_eq!(words.code("queue"), 3);
}
