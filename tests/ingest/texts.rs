//! Tests of `ingest/kinds/texts`.

use retroscope::ingest::kinds::texts::{binary, of_start, of_text};

fn told(name: &str, text: &str) -> String {
    of_start(text, name).or_else(|| of_text(text, name)).map_or_else(String::new, |seems| seems.what)
}

#[test]
fn texts_that_hold_no_incidents_are_named() {
    for (name, text, what) in [
        ("incidents.csv", "<!DOCTYPE html>\n<html><form><input type=\"password\"></form></html>", "login page"),
        ("list.xls", "<html><body><table><tr><td>1</td></tr></table></body></html>", "web page with a table"),
        ("x.json", "<!doctype html><html><body>hello</body></html>", "web page in place"),
        ("x.csv", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "error of a store"),
        ("x.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 12\n", "Git LFS"),
        ("app.log", "2026-01-05 08:00:00.123 ERROR outage\n2026-01-05 08:00:01.123 INFO ok\n", "log of a program"),
        (
            "messages",
            "Jan  5 08:00:00 web sshd[12]: opened\nJan  5 08:00:01 web sshd[12]: closed\n",
            "log of a program",
        ),
        (
            "access.log",
            "203.0.113.7 - - [05/Jan/2026:08:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n203.0.113.7 - - [05/Jan/2026:08:00:01 +0000] \"GET / HTTP/1.1\" 500 5\n",
            "log of requests",
        ),
        (
            "notes.txt",
            "Some thoughts on the shop.\nIt should be faster than it is.\n",
            "a text, and no incident review",
        ),
        ("dump.sql", "-- PostgreSQL database dump\nCREATE TABLE incidents (id int);\n", "dump of a database"),
        ("alerting.ini", "[smtp]\nhost = mail\n", "settings"),
    ] {
        assert!(told(name, text).contains(what), "{name}: {}", told(name, text));
    }
}

#[test]
fn tables_are_none_of_them() {
    for (name, text) in [
        (
            "a.txt",
            "id;title;started\n1;Disk full on the database;2026-01-05 08:00\n2;Mail is down for all;2026-01-06 08:00\n",
        ),
        ("a.txt", "2026-01-05 08:00:00,Disk full\n2026-01-06 08:00:00,Mail down\n"),
        ("a.csv", "title\nDisk full on the database\nMail is down for all of us\n"),
    ] {
        assert_eq!(told(name, text), "", "{text}");
    }
}

#[test]
fn bytes_are_named_by_what_they_begin_with() {
    assert!(binary(b"%PDF-1.7").is_some_and(|seems| seems.what.contains("PDF")));
    assert!(binary(b"PK\x03\x04....word/document.xml").is_some_and(|seems| seems.what.contains("Word")));
    assert_eq!(binary(b"PK\x03\x04....xl/workbook.xml"), None);
}
