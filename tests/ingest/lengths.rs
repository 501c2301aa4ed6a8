//! Tests of `ingest/review/lengths`.

use retroscope::ingest::review::lengths::{lasted, seconds};

#[test]
fn a_length_is_read_in_words_and_in_numbers() {
    for (text, expected) in [
        ("12 minutes", Some(720)),
        ("1 hour and 48 minutes", Some(6_480)),
        ("1h 30m (estimated)", Some(5_400)),
        ("~90min", Some(5_400)),
        ("01:28:00", Some(5_280)),
        ("2.5 hours", Some(9_000)),
        ("12", None),
        ("soon", None),
    ] {
        assert_eq!(seconds(text), expected, "{text}");
    }
    assert_eq!(lasted("It was down for approximately 2 hours."), Some(7_200));
    assert_eq!(lasted("We looked down for a while"), None);
}
