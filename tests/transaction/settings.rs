//! A tool that the settings name has to exist: a misspelt one would be without effect, and its times wrong by hours.

use retroscope::settings::Settings;

#[test]
fn an_unknown_tool_is_refused_with_the_known_ones() {
    for section in ["zones", "day_first"] {
        let value = if section == "zones" { "\"UTC\"" } else { "true" };
        for (name, near) in [
            ("pagerdty", "is it pagerduty?"),
            ("PagerDuty", "is it pagerduty?"),
            ("pagerduty-incidents", "is it pagerduty?"),
            ("service_now", "is it servicenow?"),
            ("qqqq", ""),
        ] {
            let text = format!("[{section}]\n{name} = {value}\n");
            let message = Settings::parse(&text, "it").unwrap_err().to_string();
            assert!(message.contains(&format!("{section}.{name} is no tool")), "{message}");
            assert!(message.contains("known are") && message.contains("jira, "), "{message}");
            assert!(message.contains(near), "{near}: {message}");
            assert_eq!(message.contains("is it"), !near.is_empty(), "{message}");
        }
        assert!(Settings::parse(&format!("[{section}]\nservicenow = {value}\n"), "it").is_ok());
        let own = format!(
            "[{section}]\noutages = {value}\n[[mapping]]\nname = \"outages\"\nfiles = [\"o.csv\"]\n\
            [mapping.fields]\ntitle = \"What\"\nstarted_at = \"Began\"\n"
        );
        assert!(Settings::parse(&own, "it").is_ok(), "{:?}", Settings::parse(&own, "it").err());
    }
}
