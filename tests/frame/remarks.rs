//! Remarks give back their texts to the letter, whatever form they are kept in.

use proptest::prelude::*;
use retroscope::frame::formed::Formed;
use retroscope::frame::remarks::Remarks;
use retroscope::model::remark::{Remark, RemarkRule};
use retroscope::model::row::RecordRow;
use std::borrow::Cow;

/// Times as tools write them, with digits that no calendar has among them, and what stands where a time should.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(19[89]|20[0-9]|21[01])[0-9]-[0-1][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9](:[0-6][0-9](\\.[0-9]{0,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2}| UTC)?",
        "[0-3]?[0-9]/[0-3]?[0-9]/20[0-9]{2} [0-9]{1,2}:[0-9]{2} (AM|PM)",
        "[0-9]{0,24}",
        "1[5-7][0-9]{8}(\\.[0-9]{1,6})?",
        "[1-5] - (High|Moderate|Low)",
        "[a-z0-9 \u{e9}\u{0}:-]{0,60}",
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn texts_come_back_to_the_letter(texts in proptest::collection::vec(text(), 0..80)) {
        let mut kept = Formed::default();
        texts.iter().for_each(|text| kept.push(text));
        kept.shrink();
        prop_assert_eq!(kept.len(), texts.len());
        for (row, text) in texts.iter().enumerate() {
            prop_assert_eq!(kept.get(row).map(Cow::into_owned), Some(text.clone()));
        }
        prop_assert_eq!(kept.get(texts.len()), None);
    }

    /// Every text with a word in it is asked about: a name in a form must not slip through because its digits are kept apart.
    #[test]
    fn every_text_with_a_word_is_asked_about(texts in proptest::collection::vec(text(), 1..60)) {
        let new = |text: &str| (text.contains("UTC") || text.contains("igh")).then(|| text.replace("igh", "[person]").replace("UTC", ""));
        let mut kept = Formed::default();
        texts.iter().for_each(|text| kept.push(text));
        kept.change(&new);
        for (row, text) in texts.iter().enumerate() {
            let expected = new(text).unwrap_or_else(|| text.clone());
            prop_assert_eq!(kept.get(row).map(Cow::into_owned), Some(expected));
        }
    }
}

#[test]
fn remarks_come_back_in_their_order() {
    let one = |row: usize, field, stated: &str, normalised: &str, rule| Remark {
        record: RecordRow::at(row),
        field,
        stated: stated.to_owned(),
        normalised: normalised.to_owned(),
        rule,
    };
    let all = [
        one(0, "started_at", "2026-07-03 22:30:00", "2026-07-03T22:30:00Z", RemarkRule::ZoneAssumedUtc),
        one(0, "severity", "3 - Moderate", "3", RemarkRule::SeverityMapped),
        one(2, "started_at", "tomorrow, says Jane", "", RemarkRule::NotATime),
    ];
    let mut remarks = Remarks::default();
    all.iter().for_each(|remark| remarks.push(remark));
    remarks.change(&|text| text.contains("Jane").then(|| text.replace("Jane", "[person]")));
    let told: Vec<_> = remarks
        .iter()
        .map(|r| (r.record, r.field, r.stated().into_owned(), r.normalised().into_owned(), r.rule))
        .collect();
    let mut expected: Vec<_> = all.into_iter().map(|r| (r.record, r.field, r.stated, r.normalised, r.rule)).collect();
    expected[2].2 = "tomorrow, says [person]".to_owned();
    assert_eq!(told, expected);
}
