//! Tests of text.

mod machine;
mod visible;

use chrono_tz::Tz;
use proptest::prelude::*;
use retroscope::text::comparison::{Comparison, Gap, Reach, compares_periods, comparison_gaps};
use retroscope::text::wording::Support;
use retroscope::text::{blame, cell, clip, date, duration, list, number, plural, prose, sentence, tokens, wording};

const UTC: Tz = Tz::UTC;
/// 2026-08-11T14:02:33Z, from `date -u -d ... +%s`.
const AUGUST: i64 = 1_786_456_953_000;
const DAY: i64 = 86_400_000;
/// 2026-07-01T00:00:00Z and 2026-10-01T00:00:00Z.
const JULY: i64 = 1_782_864_000_000;
const OCTOBER: i64 = 1_790_812_800_000;

#[test]
fn counts_agree_with_their_nouns() {
    assert_eq!(plural::count(1, "incident"), "1 incident");
    assert_eq!(plural::count(0, "incident"), "0 incidents");
    assert_eq!(plural::count(1204, "incident"), "1,204 incidents");
    assert_eq!(plural::count(2, "query"), "2 queries");
    assert_eq!(plural::count(2, "day"), "2 days");
    assert_eq!(plural::count(3, "batch"), "3 batches");
    assert_eq!(plural::count_of(1, "person", "people"), "1 person");
    assert_eq!(plural::count_of(3, "person", "people"), "3 people");
    assert_eq!(plural::agree(1, "was", "were"), "was");
    assert_eq!(plural::noun(2, "responder hour"), "responder hours");
}

#[test]
fn shares_name_small_denominators() {
    let cases = [
        ((3, 7), "3 of 7"),
        ((0, 0), "0 of 0"),
        ((9, 9), "9 of 9"),
        ((43, 100), "43 %"),
        ((1, 250), "under 1 %"),
        ((0, 250), "0 %"),
        ((249, 250), "over 99 %"),
        ((250, 250), "100 %"),
        ((5, 10), "50 %"),
        ((61, 402), "15 %"),
    ];
    for ((part, whole), expected) in cases {
        assert_eq!(number::share(part, whole), expected, "{part} of {whole}");
    }
}

#[test]
fn decimals_keep_two_digits_and_whole_integers() {
    let cases = [
        (0.598, "0.60"),
        (0.0999, "0.10"),
        (0.0123, "0.012"),
        (1.42, "1.4"),
        (9.96, "10"),
        (12.3, "12"),
        (402.4, "402"),
        (1204.5, "1,204"),
        (1205.5, "1,206"),
        (0.0, "0"),
        (-1.25, "-1.2"),
        (-0.000_000_000_000_01, "0"),
        (f64::NAN, "unknown"),
        (f64::INFINITY, "unknown"),
    ];
    for (value, expected) in cases {
        assert_eq!(number::decimal(value), expected, "{value}");
    }
    // Zeros before the point are no zeros behind it.
    for (value, expected) in [(6_971_200.4, "6,971,200"), (123_449.9, "123,450"), (0.25, "0.25"), (1_204.5, "1,204.5")]
    {
        let said = number::plain(value);
        assert_eq!(said, expected, "{value}");
    }
    assert_eq!(number::thousands(0), "0");
    assert_eq!(number::thousands(999), "999");
    assert_eq!(number::thousands(1000), "1,000");
    assert_eq!(number::thousands(u64::MAX), "18,446,744,073,709,551,615");
    assert_eq!(number::fixed(-0.04, 1), "0.0");
    assert_eq!(number::ratio(0.91), "0.91");
    assert_eq!(number::ratio(12.34), "12");
}

#[test]
fn durations_change_unit_after_rounding() {
    let cases = [
        (0.0, "0 seconds", "0 s"),
        (1.0, "1 second", "1 s"),
        (59.4, "59 seconds", "59 s"),
        (59.6, "1 minute", "1 min"),
        (2280.0, "38 minutes", "38 min"),
        (3582.0, "1 h 00 min", "1 h 00 min"),
        (7500.0, "2 h 05 min", "2 h 05 min"),
        (172_740.0, "47 h 59 min", "47 h 59 min"),
        (172_800.0, "2 days", "2 days"),
        (216_000.0, "2.5 days", "2.5 days"),
        (1_209_600.0, "14 days", "14 days"),
        (-90.0, "-2 minutes", "-2 min"),
        (f64::NAN, "unknown", "unknown"),
    ];
    for (seconds, words, compact) in cases {
        assert_eq!(duration::words(seconds), words, "{seconds}");
        assert_eq!(duration::compact(seconds), compact, "{seconds}");
    }
    assert_eq!(duration::hours(6480.0), "1.8 hours");
    assert_eq!(duration::hours(3600.0), "1 hour");
    assert_eq!(duration::hours(402.0 * 3600.0), "402 hours");
}

#[test]
fn lists_join_and_shorten() {
    let items = ["a", "b", "c", "d", "e", "f"];
    assert_eq!(list::and::<&str>(&[]), "");
    assert_eq!(list::and(&items[..1]), "a");
    assert_eq!(list::and(&items[..2]), "a and b");
    assert_eq!(list::and(&items[..3]), "a, b and c");
    assert_eq!(list::and_more(&items, 2), "a, b and 4 more");
    assert_eq!(list::and_more(&items, 5), "a, b, c, d, e and f", "one more is named, not counted");
    assert_eq!(list::and_more(&items, 9), "a, b, c, d, e and f");
}

#[test]
fn dates_read_as_people_say_them() {
    assert_eq!(date::iso(AUGUST), "2026-08-11T14:02:33Z");
    assert_eq!(date::iso(AUGUST + 7), "2026-08-11T14:02:33.007Z");
    assert_eq!(date::iso(-1), "1969-12-31T23:59:59.999Z");
    assert_eq!(date::day(AUGUST, UTC), "11 August 2026");
    assert_eq!(date::day(AUGUST, Tz::Pacific__Auckland), "12 August 2026");
    assert_eq!(date::iso_day(AUGUST, Tz::Pacific__Auckland), "2026-08-12");
    assert_eq!(date::day_and_time(AUGUST, Tz::Europe__Berlin), "11 August 2026, 16:02");
    assert_eq!(date::quarter(AUGUST, UTC), "Q3 2026");
    assert_eq!(date::range(JULY, OCTOBER, UTC), "1 July – 30 September 2026");
    assert_eq!(date::range(JULY, JULY + 9 * DAY, UTC), "1 – 9 July 2026");
    assert_eq!(date::range(JULY, JULY + DAY, UTC), "1 July 2026");
    assert_eq!(date::range(OCTOBER, OCTOBER + 100 * DAY, UTC), "1 October 2026 – 8 January 2027");
}

#[test]
fn periods_have_a_short_name_only_where_they_are_calendar_periods() {
    assert_eq!(date::period(JULY, OCTOBER, UTC), "Q3 2026");
    assert_eq!(date::period(JULY, JULY + 31 * DAY, UTC), "July 2026");
    assert_eq!(date::period(JULY, JULY + 30 * DAY, UTC), "1 – 30 July 2026");
    assert_eq!(date::period(JULY - 181 * DAY, OCTOBER + 92 * DAY, UTC), "2026");
    assert_eq!(date::period(JULY, OCTOBER, Tz::Europe__Berlin), "1 July – 1 October 2026", "not local midnights");
    assert_eq!(date::period(JULY - 7_200_000, OCTOBER - 7_200_000, Tz::Europe__Berlin), "Q3 2026");
}

#[test]
fn banned_words_are_found_and_quotations_left_alone() {
    let firm = Support { points: 8, evidence: true };
    let phrases = |sentence: &str, support| -> Vec<&str> {
        wording::violations(sentence, support).iter().map(|v| v.phrase).collect()
    };
    assert_eq!(phrases("Recovery was shorter, 0.60 (0.41–0.88), 48 and 52 incidents.", firm), Vec::<&str>::new());
    assert_eq!(phrases("The outage was Caused by a deploy; root  cause unknown.", firm), ["caused", "root cause"]);
    assert_eq!(phrases("Titled “caused by load” and \"root cause\" in `due to`.", firm), Vec::<&str>::new());
    assert_eq!(phrases("An open \"quotation does not hide what is due to us.", firm), ["due to"]);
    assert_eq!(phrases("Recovery improved, with a trend.", Support::default()), ["trend", "improved"]);
    assert_eq!(phrases("Recovery improved, with a trend.", firm), Vec::<&str>::new());
    assert_eq!(phrases("The average rose.", firm), ["average"]);
    assert_eq!(phrases("The average (mean) rose.", firm), Vec::<&str>::new());
    assert_eq!(phrases("It will fall to 6.", firm), ["will"]);
    assert_eq!(phrases("It will fall to 6 (2–11).", firm), Vec::<&str>::new());
    assert_eq!(phrases("That is 43 % of 7.", firm), ["%"]);
    assert_eq!(phrases("That is 3 of 7 (43%).", firm), ["%"]);
    assert_eq!(phrases("That is 43 % of 70 and 30 of 70 (43 %).", firm), Vec::<&str>::new());
    assert_eq!(phrases("The post-mortem was insignificant.", firm), ["post-mortem"], "whole words only");
    assert_eq!(wording::severity(1), "SEV1");
    assert_eq!(wording::hour_class("sleep"), "sleep hours");
}

#[test]
fn comparisons_name_what_they_lean_on() {
    let gaps =
        |text: &str, reach| comparison_gaps(text, Comparison { period: "Q2 2026", compared_with: "Q1 2026", reach });
    let full =
        "In Q2 2026 recovery took 0.60 times as long as in Q1 2026 (plausible 0.41 to 0.88; 48 and 52 incidents).";
    assert_eq!(gaps(full, Reach::Stated), []);
    assert_eq!(gaps(full, Reach::Nothing), [Gap::DetectionLimit]);
    let limited = format!("{full} A change smaller than about 40 % cannot be seen at this volume.");
    assert_eq!(gaps(&limited, Reach::Nothing), []);
    let all = [Gap::Number, Gap::Period, Gap::ComparisonPeriod, Gap::Interval];
    assert_eq!(gaps("Recovery was shorter.", Reach::Stated), all);
    assert_eq!(gaps("In Q1 and Q2 2026, 48 and 52 incidents: 0.6 (0.4–0.9).", Reach::Stated), []);
    assert_eq!(gaps("Q2 2026, 9 incidents, between 2 and 5, less than in the quarter before.", Reach::Stated), []);
    assert_eq!(gaps("Only 4 incidents in Q2 2026 and 6 in Q1 2026.", Reach::NotAssessable), []);
    assert_eq!(gaps("No incident began in Q2 2026. There were 3 in Q1 2026.", Reach::Stated), []);
    assert_eq!(gaps("Fewer incidents in Q2 2026 than in Q1 2026: 0.6 (0.4–0.9).", Reach::Stated), [Gap::Number]);
    assert!(compares_periods("The median rose from 2 to 3 hours.") && compares_periods("Recovery improved."));
    assert!(!compares_periods("For 29 hours more incidents were open than responders on call."));
}

#[test]
fn titles_differ_only_by_what_varies() {
    let cases = [
        ("DB-03 down,  97 % full at 14:02", "db-<n> down, <n> % full at <time>"),
        ("High latency on checkout (p99 1,204ms)", "high latency on checkout (p<n> <n>,<n>ms)"),
        ("Failed job 3f2504e0-4f89-11d3-9a0c-0305e82c3301!", "failed job <uuid>!"),
        ("commit deadbe3f broke build", "commit <hex> broke build"),
        ("0x7ffe crash", "<hex> crash"),
        ("10.2.3.4:8080 unreachable from 10.0.0.0/8", "<ip> unreachable from <ip>"),
        ("fe80::1 unreachable", "<ip> unreachable"),
        ("see https://ex.am/ple?id=7, please", "see <url>, please"),
        ("(https://ex.am/ple)", "(<url>)"),
        ("since 2026-08-11T14:02:33.120Z", "since <time>"),
        ("since 2026-08-11 14:02", "since <time>"),
        ("on 11/08/2026 and 11.08.2026", "on <date> and <date>"),
        ("upgrade to v2.0.1-rc1 from 1.9.3", "upgrade to <version> from <version>"),
        ("node web-01.eu-west-1.example.com lost", "node <host> lost"),
        ("Node.js out of memory", "node.js out of memory"),
        ("k8s and log4j stay words", "k8s and log4j stay words"),
        ("facade decade added", "facade decade added"),
        ("INC0012345 again", "inc<n> again"),
        ("Größe der Warteschlange über 5000", "größe der warteschlange über <n>"),
        ("", ""),
        (" \u{a0}\t ", ""),
    ];
    for (title, expected) in cases {
        assert_eq!(tokens::mask(title), expected, "{title}");
    }
}

#[test]
fn masking_a_hostile_title_takes_linear_time() {
    let million = 1_000_000;
    for pattern in ["a(", "://", "1.", "1:", "f-", "<", "“1", "0,"] {
        let title = pattern.repeat(million / pattern.len());
        let began = std::time::Instant::now();
        let masked = tokens::mask(&title);
        assert!(masked.len() < 8 * million, "{pattern}");
        assert!(began.elapsed().as_secs() < 5, "{pattern} took {:?}", began.elapsed());
    }
}

#[test]
fn cutting_keeps_characters_whole() {
    assert_eq!(clip::truncate("short", 5), "short");
    assert_eq!(clip::truncate("shorter", 5), "shor…");
    assert_eq!(clip::truncate("two words", 5), "two…", "no blank before the ellipsis");
    assert_eq!(clip::truncate("anything", 0), "");
    assert_eq!(clip::truncate("e\u{301}e\u{301}e\u{301}", 4), "e\u{301}…", "no accent without its letter");
    assert_eq!(clip::truncate("日本語の障害", 4), "日本語…");
}

#[test]
fn cells_cannot_become_formulas() {
    for bad in ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "\rx", "-inf", "-"] {
        assert_eq!(cell::guard(bad), format!("'{bad}"));
    }
    for good in ["", "-5", "+1.5", "-1e9", "plain", "a=b", "'=x"] {
        assert_eq!(cell::guard(good), good);
    }
}

proptest! {
    #[test]
    fn no_text_makes_masking_panic_or_keeps_two_blanks(title in any::<String>()) {
        let masked = tokens::mask(&title);
        prop_assert!(!masked.contains("  ") && masked.trim() == masked);
    }

    #[test]
    fn other_numbers_give_the_same_mask(a in 0_u32..1_000_000, b in 0_u32..1_000_000) {
        let title = |n: u32| format!("Disk {n} on node{n} is at {n}%");
        prop_assert_eq!(tokens::mask(&title(a)), tokens::mask(&title(b)));
    }

    #[test]
    fn cut_text_fits(text in any::<String>(), most in 0_usize..40) {
        prop_assert!(clip::truncate(&text, most).chars().count() <= most);
    }

    #[test]
    fn any_instant_can_be_printed(start in any::<i64>(), end in any::<i64>()) {
        for zone in [UTC, Tz::Pacific__Apia, Tz::America__New_York] {
            let texts = [date::iso(start), date::day(start, zone), date::range(start, end, zone),
                date::period(start, end, zone), date::day_and_time(start, zone)];
            prop_assert!(texts.iter().all(|t| !t.is_empty()));
        }
    }

    #[test]
    fn any_number_can_be_printed(value in any::<f64>()) {
        let texts = [number::decimal(value), number::percent(value), number::ratio(value),
            duration::words(value), duration::compact(value), duration::hours(value)];
        prop_assert!(texts.iter().all(|t| !t.is_empty()));
    }

    #[test]
    fn any_sentence_can_be_linted(sentence in any::<String>()) {
        let _ = wording::violations(&sentence, Support::default());
    }
}

/// The short forms that stand beside the marks of charts.
#[test]
fn marks_of_charts_have_short_forms() {
    let numbers = [0.0, 7.0, 2.5, 1_234.0, 12_345.0, -12_345.6, f64::NAN].map(number::short);
    assert_eq!(numbers, ["0", "7", "2.5", "1,234", "12,345", "-12,345.6", "0"]);
    let lengths = [45.0, 3_900.0, 90_000.0, 273_600.0, 1_728_000.0, f64::INFINITY].map(duration::brief);
    assert_eq!(lengths, ["45 s", "1 h 05 min", "25 h", "3.2 days", "20 days", "0 s"]);
    // As sentences round them; nothing of sixty minutes or twenty-four hours.
    let rounded = [5_812.0, 3_599.0, 59.7, 86_399.0, 1_209_000.0].map(duration::brief);
    assert_eq!(rounded, ["1 h 37 min", "1 h", "1 min", "24 h", "14 days"]);
    let at = 1_785_848_400_123;
    assert_eq!([date::iso_seconds(at), date::utc_day(at)], ["2026-08-04T13:00:00Z", "4 August 2026"]);
    assert_eq!([date::utc_short(at), date::utc_time(at)], ["4 Aug", "4 Aug 2026, 13:00"]);
    assert_eq!([date::iso_seconds(i64::MAX), date::utc_day(i64::MAX)], ["", ""]);
    assert_eq!(["in Q3", "élan", ""].map(sentence::capital), ["In Q3", "Élan", ""]);
}

#[test]
fn a_share_beside_its_line_is_never_rounded_onto_it() {
    let lines = [0.02, 0.01];
    for (share, wanted) in [
        (0.0387, "3.9 %"),
        (0.0166, "1.7 %"),
        (0.02, "2.0 %"),
        (0.0197, "1.97 %"),
        (0.020_04, "2.004 %"),
        (0.009_96, "0.996 %"),
        (0.000_2, "under 0.1 %"),
        (0.0, "0.0 %"),
        (1.0, "100.0 %"),
        (0.999_9, "99.99 %"),
    ] {
        assert_eq!(number::beside(share, &lines), wanted, "{share}");
    }
    assert_eq!(number::beside(0.02, &[]), "2.0 %");
}

#[test]
fn blameless_words_by_whole_words_outside_of_quotations() {
    let found = |text: &str| blame::objections(text).iter().map(|v| v.phrase).collect::<Vec<_>>();
    assert_eq!(found("The operator shouldn’t have restarted it."), ["shouldn't have"]);
    assert_eq!(found("It was nobody's fault of design, and Negligence was not found."), ["fault of", "negligence"]);
    assert_eq!(found("The default should haven-check the port."), [""; 0]);
    assert_eq!(found("The review says “human error” in its title."), [""; 0]);
    assert_eq!(found("What could have reminded us is a checklist."), [""; 0]);
}

#[test]
fn sentences_of_a_text_keep_their_lines() {
    let text = "One. Two goes\non (see e.g. the log). Three\n\n1. Item one\n2. Item two!\n| a | b |\n| No. 5 | x. |\n~~~\ncode.\n~~~\nLast";
    let found = prose::sentences(text);
    let found: Vec<(usize, &str)> = found.iter().map(|s| (s.line, s.text.as_str())).collect();
    assert_eq!(
        found,
        [
            (1, "One."),
            (1, "Two goes on (see e.g. the log)."),
            (2, "Three"),
            (4, "Item one"),
            (5, "Item two!"),
            (6, "a | b |"),
            (7, "No. 5 | x."),
            (7, "|"),
            (11, "Last")
        ]
    );
    assert!(prose::sentences("---\ntitle: x. y.\n---\n").is_empty());
    assert_eq!(prose::sentences("---\nNever closed.").last().map(|s| s.line), Some(2));
}

/// The lint for the page of leaders finds what is planted, and leaves alone what only looks like it.
#[test]
fn words_of_our_trade_long_sentences_and_figures_said_twice_are_found() {
    use retroscope::text::leaders::{jargon, plain, said_twice, sentences, too_long};
    for (text, word) in [
        ("There were 335 interruptions.", "interruptions"),
        ("It took 4 times as long (plausible 2–9).", "plausible"),
        ("See S-02 for more.", "S-02"),
        ("FB-07 came back.", "FB-07"),
        ("It says so in recurrence.came-back/FB-01.", "recurrence.came-back/FB-01"),
        ("As overlap.storm has it.", "overlap.storm"),
        ("Two are tolerated.", "tolerated"),
    ] {
        assert!(jargon(text).iter().any(|what| what.contains(word)), "{text}: {:?}", jargon(text));
    }
    for text in [
        "“S-02 interruption” came back.",
        "The S-bahn stood, e.g. at api.example.com.",
        "Payments/ledger is slow.",
        "29.5 hours.",
    ] {
        assert_eq!(jargon(text), Vec::<String>::new());
    }
    let thirty = vec!["word"; 30].join(" ");
    assert_eq!(too_long(&thirty), None);
    assert_eq!(too_long(&format!("{thirty} more")), Some(31));
    assert_eq!(too_long(&format!("“{thirty}” – {}", vec!["word"; 29].join(" "))), None, "a title is one word");
    assert_eq!(
        sentences("It took 3.5 h. “A. B.” came. 2 are open."),
        ["It took 3.5 h.", "“A. B.” came.", "2 are open."]
    );
    assert_eq!(
        said_twice(&["192 incidents from PagerDuty.", "There were 192 incidents from two tools."]),
        ["192 incidents from"]
    );
    assert_eq!(said_twice(&["42 incidents reached customers, 42 incidents reached nobody."]), ["42 incidents reached"]);
    let of_two = ["“Ledger”: for 12 weeks in a row. “Payments”: for 12 weeks in a row."];
    assert_eq!(said_twice(&of_two), Vec::<String>::new());
    let lengths = ["The first word came after 1 h 21 min and 8.5 hours.", "It is between 1 h 21 min and 8.5 hours."];
    assert_eq!(said_twice(&lengths), Vec::<String>::new());
    let two_tools = [
        "Collection from “pager” seems to have stopped. In the 176 days before that.",
        "Collection from “tick” seems to have stopped. In the 176 days before that.",
    ];
    assert_eq!(said_twice(&two_tools), Vec::<String>::new());
    assert_eq!(said_twice(&["b: 36 incidents were declared.", "c: 36 incidents were declared."]), Vec::<String>::new());
    assert_eq!(said_twice(&["b: 36 incidents were declared.", "b: 36 incidents were late."]), ["36 incidents were"]);
    assert_eq!(said_twice(&["It took 51 hours of work.", "All took 51 hours of work."]), ["51 hours of"]);
    assert_eq!(said_twice(&["“Ledger”: for 12 weeks in a row, then for 12 weeks in a row."]), ["12 weeks in"]);
    let apart = [
        "192 incidents from PagerDuty.",
        "7 of the 192 incidents from it.",
        "On 12 August 2026 at noon, on 12 August 2026 at one.",
    ];
    assert_eq!(said_twice(&apart), Vec::<String>::new());
    assert_eq!(plain("4 times (plausible 2–9) of “a (plausible b)”"), "4 times (2–9) of “a (plausible b)”");
}
