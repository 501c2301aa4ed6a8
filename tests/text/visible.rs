//! The filter for everything that is written: what goes, what is shown, and what stays in every language.

use proptest::prelude::*;
use retroscope::text::rows::Rows;
use retroscope::text::{cell, fold, json, visible};

/// Texts in which nothing may change.
const SAID: [&str; 24] = [
    "Checkout API 5xx above 5 %, \u{a0}again – “really”",
    "Ausfall der Zahlungen: Störung behoben",
    "تعطل بوابة الدفع عند الخروج",
    "می\u{200c}خواهم پرداخت‌ها را ببینم",
    "שער התשלומים נפל בַּלַּיְלָה",
    "ระบบชำระเงินล่มตอนดึก",
    "नेटवर्क विफलता क्\u{200d}ष श्\u{200c}री",
    "ശ്രീ അവന്\u{200d} പറഞ്ഞു",
    "ශ්\u{200d}රී ලංකා",
    "ប្រព័ន្ធទូទាត់",
    "ကျပ်ငွေပေးချေမှု",
    "決済が停止、葛\u{e0100}飾区の\u{3000}障害",
    "결제 서비스 중단",
    "支付网关超时＝重试中",
    "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥 👍🏽 🏳\u{fe0f}\u{200d}🌈 ⚠\u{fe0f} 1\u{fe0f}\u{20e3}",
    "🧑🏿\u{200d}💻 on call, ✈\u{fe0e}",
    "e\u{301}te\u{301} n\u{303} ệ",
    "Ελληνικά, кириллица, Հայերեն, ქართული",
    "ᠮᠣᠩᠭᠣᠯ\u{180b} ᠬᠡᠯᠡ",
    "𝒪(n²) ≤ 10⁻³ ∩\u{fe00}",
    "<script>alert(1)</script> {{ x }} `a` | b",
    "U+2400 ␀ ␛ and � as they are",
    "Apple \u{f8ff} private use",
    "",
];

#[test]
fn what_is_said_in_any_language_stays() {
    for text in SAID {
        for shown in [visible::line(text), visible::typed(text), visible::page(text)] {
            assert_eq!(shown, text);
        }
        assert!(!visible::hides(text), "{text}");
    }
}

#[test]
fn what_acts_is_shown_or_dropped() {
    let cases = [
        ("\u{1b}[31mred\u{1b}[0m", "␛[31mred␛[0m"),
        ("bell\u{7}null\0delete\u{7f}", "bell␇null␀delete␡"),
        ("\u{9b}31m \u{85}next", "�31m next"),
        ("invoice\u{202e}gpj.exe", "invoicegpj.exe"),
        ("\u{2066}a\u{2069}\u{200e}b\u{200f}\u{61c}", "ab"),
        ("pay\u{200b}ment\u{feff} \u{2060}gate\u{ad}way", "payment gateway"),
        ("a\u{2028}b\u{2029}c\nd\te\r\nf", "a b c d e f"),
        ("flag \u{1f3f4}\u{e0067}\u{e0062}\u{e007f}", "flag \u{1f3f4}"),
        ("x\u{fe0f}y\u{e0100} \u{fe0f}z 1\u{fe0f}2", "xy z 12"),
        ("⚠\u{fe0f}\u{fe0e}\u{fe0f}", "⚠\u{fe0f}"),
        ("a\u{200d}b\u{200c}c \u{200d}", "abc "),
        ("می\u{200c}\u{200c}\u{200c}خ", "می\u{200c}خ"),
        ("\u{fffe}\u{fdd0}\u{10ffff}", "���"),
        ("\u{338}struck", "\u{25cc}\u{338}struck"),
        ("\u{200b}\u{338}struck", "\u{25cc}\u{338}struck"),
        ("\u{3164}\u{115f}\u{ffa0}\u{fff9}\u{34f}blank", "blank"),
    ];
    for (stated, shown) in cases {
        assert_eq!(visible::line(stated), shown, "{stated:?}");
    }
}

#[test]
fn a_name_begins_no_line_on_the_terminal() {
    assert_eq!(visible::typed("a\nerror: b\r\n\tc\u{2028}d"), "a␊error: b␍␊␉c␤d");
    assert_eq!(visible::page("a\n\u{1b}b\r\n"), "a\n␛b \n");
}

#[test]
fn a_remark_tells_the_characters_without_the_text() {
    assert_eq!(visible::hidden("Pri\u{200b}ya\u{1b} and \u{200b}more\n"), "U+001B U+200B");
    assert_eq!(visible::hidden("line\nbreak\tonly"), "");
    let many: String = ('\u{1}'..'\u{8}').chain(['\u{e}', '\u{f}']).collect();
    assert!(visible::hidden(&many).ends_with(" …"));
}

#[test]
fn names_are_compared_as_they_are_seen() {
    assert_eq!(fold::key("Pay\u{200b}ment\u{202e}s"), fold::key("payments"));
    assert_eq!(fold::words("Pri\u{ad}ya"), ["priya"]);
}

#[test]
fn no_cell_can_be_run_in_any_locale() {
    for (stated, written) in [
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠SUM(1)", "'＠SUM(1)"),
        ("﹢1", "'﹢1"),
        ("\n=1", "' =1"),
        ("\r\n=1", "' =1"),
        ("\t+1+1", "' +1+1"),
        ("  =1", "'  =1"),
        ("\u{3000}=1", "'\u{3000}=1"),
        ("\"=1\"", "'\"=1\""),
        ("\u{200b}=1", "'=1"),
        ("\u{feff}@x", "'@x"),
        ("\u{1b}=1", "␛=1"),
        ("a;=1", "a;'=1"),
        ("a; \"=1;b;-2;+x", "a;' \"=1;b;-2;'+x"),
        (";=1", ";'=1"),
        ("-5;-6", "'-5;-6"),
        ("-5 %", "'-5 %"),
        ("+49 30 1234", "'+49 30 1234"),
    ] {
        assert_eq!(cell::safe(stated), written, "{stated:?}");
    }
    for number in ["-5", "+1.5", "-1e9", "0.5", "-0.000001", " -5", "3;-5;+2"] {
        assert_eq!(cell::safe(number), number, "numbers stay numbers");
    }
    for text in ["a=b", "1-2", "x @ y", "a, -b", "'=x", "2026-10-01T06:00:00Z", "one;two"] {
        assert_eq!(cell::safe(text), text);
    }
}

#[test]
fn header_and_cells_are_written_by_one_writer() {
    let mut bytes = Vec::new();
    let mut rows = Rows::to(&mut bytes);
    rows.row(["id", "=head\u{202e}"]).unwrap();
    rows.cell("a,b").unwrap();
    rows.cell("\"\n+1+1").unwrap();
    rows.end().unwrap();
    rows.finish().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "id,'=head\n\"a,b\",\"'\"\" +1+1\"\n");
}

#[test]
fn json_has_the_layout_it_had_and_nothing_hidden() {
    let value = serde_json::json!({
        "a\u{1b}": ["x\"y\\z", "\u{202e}\n\u{7f}é", 1, -2.5, null, true, [], {}],
        "b": {"c": "⚠\u{fe0f}"}
    });
    let plain = serde_json::json!({"a␛": ["x\"y\\z", " ␡é", 1, -2.5, null, true, [], {}], "b": {"c": "⚠\u{fe0f}"}});
    assert_eq!(json::pretty(&value).unwrap(), serde_json::to_string_pretty(&plain).unwrap() + "\n");
    let numbered = std::collections::BTreeMap::from([(7, 'c'), (9, '\u{202e}')]);
    assert_eq!(json::pretty(&numbered).unwrap(), "{\n  \"7\": \"c\",\n  \"9\": \"\"\n}\n");
}

/// Characters from everywhere that matters here, more often than chance would bring them.
fn hostile() -> impl Strategy<Value = String> {
    let odd = prop::char::ranges(std::borrow::Cow::Borrowed(&[
        '\0'..='\u{a1}',
        '\u{300}'..='\u{303}',
        '\u{61c}'..='\u{64b}',
        '\u{915}'..='\u{94d}',
        '\u{180b}'..='\u{1822}',
        '\u{200b}'..='\u{2069}',
        '\u{2600}'..='\u{2603}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{1f468}'..='\u{1f46a}',
        '\u{e0020}'..='\u{e0101}',
        '\u{fff8}'..='\u{fffd}',
        ';'..='@',
    ]));
    prop::collection::vec(odd, 0..24).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn filtering_twice_changes_nothing(text in hostile()) {
        for filter in [visible::line, visible::typed, visible::page] {
            let once = filter(&text).into_owned();
            prop_assert_eq!(filter(&once), once.as_str());
            // Inside a document, which is filtered as a whole, every slot keeps what it was given.
            let page = format!("<p class=\"x\">{once}</p>\n,{once}\n");
            prop_assert_eq!(visible::page(&page), page.as_str());
        }
        let safe = cell::safe(&text).into_owned();
        prop_assert_eq!(cell::safe(&safe), safe.as_str());
    }

    #[test]
    fn nothing_active_gets_through(text in hostile()) {
        let bad = |c: char| c.is_control() || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e00ff}');
        prop_assert!(!visible::line(&text).contains(bad));
        prop_assert!(!visible::typed(&text).contains(bad));
        prop_assert!(!visible::page(&text).contains(|c| c != '\n' && bad(c)));
    }
}
