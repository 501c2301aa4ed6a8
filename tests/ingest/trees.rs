//! A parsed tree says what `serde_json::Value` says of the same text.

use proptest::prelude::*;
use retroscope::ingest::fields::Fields;
use retroscope::ingest::node::Tree;
use serde_json::{Map, Value};

/// Values inside each other, with keys that repeat across levels and texts that need escapes.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e300_f64..1e300).prop_map(Value::from),
        "[a-c\"\\\\\n\u{e9}\u{1F600}]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map("[a-d_]{0,3}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn a_tree_holds_what_a_value_holds(value in any_value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let tree = Tree::of(&text).unwrap();
        prop_assert_eq!(tree.root().value(), value.clone());
        let (node, whole) = (Fields::Node(tree.root()), Fields::Value(&value));
        prop_assert_eq!([node.is_null(), node.is_object(), node.is_list()], [whole.is_null(), whole.is_object(), whole.is_list()]);
        prop_assert_eq!(node.said(), whole.said());
        prop_assert_eq!(node.number(), whole.number());
        let of = |fields: Fields| fields.members().iter().map(|(key, value)| ((*key).to_owned(), value.value())).collect::<Vec<_>>();
        prop_assert_eq!(of(node), of(whole));
        let listed = |fields: Fields| fields.items().map(Fields::value).collect::<Vec<_>>();
        prop_assert_eq!(listed(node), listed(whole));
        for key in ["a", "b", "a_b", "c/d", "a/b/c"] {
            prop_assert_eq!(node.at(key).value(), whole.at(key).value(), "{}", key);
        }
    }

    /// Broken texts are refused with the same words.
    #[test]
    fn what_is_no_value_is_refused_alike(value in any_value(), cut in 0.0_f64..1.0, put in "[{}\\[\\],:\"a0]") {
        let text = value.to_string();
        let mut at = (cut * text.len() as f64) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        for broken in [text[..at].to_owned(), format!("{}{put}{}", &text[..at], &text[at..]), format!("{text}{put}")] {
            let of_value = serde_json::from_str::<Value>(&broken).map_err(|e| e.to_string());
            match (Tree::of(&broken), of_value) {
                (Ok(tree), Ok(value)) => prop_assert_eq!(tree.root().value(), value),
                (Err(error), Err(other)) => prop_assert_eq!(error.to_string(), other),
                (tree, value) => prop_assert!(false, "{broken}: {tree:?} {value:?}"),
            }
        }
    }
}

#[test]
fn of_two_members_with_one_key_the_later_one_counts() {
    let tree = Tree::of(r#"{"id":"first","x":{"id":1},"id":"second","publicId":"p","public_id":"q"}"#).unwrap();
    let fields = Fields::Node(tree.root());
    assert_eq!(fields.text("id"), "second");
    assert_eq!(fields.text("x/id"), "1");
    assert_eq!(fields.text("public_id"), "q");
    let keys: Vec<&str> = fields.members().into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["id", "publicId", "public_id", "x"]);
}

#[test]
fn depth_has_the_limit_of_the_parser() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(Tree::of(&deep(127)).is_ok());
    assert_eq!(
        Tree::of(&deep(128)).unwrap_err().to_string(),
        serde_json::from_str::<Value>(&deep(128)).unwrap_err().to_string()
    );
}
