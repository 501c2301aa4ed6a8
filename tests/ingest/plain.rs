//! Tests of `ingest/review/plain`.

use retroscope::ingest::review::plain::{is_plain_review, marked};

#[test]
fn headings_of_plain_text_are_marked() {
    let text = "Mail outage\n===========\n\nSUMMARY\n\nMail was down.\n\n2) Timeline\n  11:38 mail stops\n        for everybody\n\n--- Impact ---\nall\n\nRoot cause: a disk\n";
    let marked = marked(text);
    for line in [
        "# Mail outage",
        "## SUMMARY",
        "## 2) Timeline",
        "11:38 mail stops for everybody",
        "## Impact",
        "## Root cause",
    ] {
        assert!(marked.lines().any(|own| own == line), "{line}\n{marked}");
    }
}

#[test]
fn an_e_mail_has_its_title_and_its_day_in_its_head() {
    let text = "From: a@b.example\nTo: all@b.example\nDate: Tue, 3 Feb 2026 15:00:00 +0000\nSubject: Re: Mail outage\n\nHello,\nYesterday mail was down.\n";
    let marked = marked(text);
    assert!(marked.contains("date: 2026-02-02\n---\n# Mail outage\n"), "{marked}");
}

#[test]
fn other_texts_are_no_reviews() {
    for (name, text) in [
        ("app.log", "2026-02-03 11:38:01 ERROR outage of the database\n2026-02-03 11:38:02 ERROR incident\n"),
        ("LICENSE.txt", "Apache License\nVersion 2.0, January 2004\n\n1. Definitions.\n"),
        (
            "notes.txt",
            "Meeting notes, incident review board, 2026-02-03\n\n10:00 welcome\n10:15 outage of mail\n11:00 end\n",
        ),
        ("runbook.txt", "Mail outage runbook\n\nImpact\nall\n\nDetection\nalerts\n\nResolution\nrestart\n"),
        ("outages.txt", "id,started,ended\n1,2026-02-03 11:38,2026-02-03 13:06\n2,2026-02-04 11:38,2026-02-04 13:06\n"),
    ] {
        assert!(!is_plain_review(text, name), "{name}");
    }
}
