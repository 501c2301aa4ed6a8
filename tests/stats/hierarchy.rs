//! Tests in a tree.

use proptest::prelude::*;
use retroscope::stats::hierarchy::{TestLeaf, hierarchical, simes};
use retroscope::stats::random::stream;

/// Trees of p-values and their q: for each test the smallest level at which the procedure of Bogomolov, Peterson, Benjamini
/// and Sabatti (2021) rejects it together with its parents, found by bisection over `multipletests(…, method="fdr_bh")` of
/// statsmodels 0.15.0 at every node; Simes as the smallest adjusted p-value of the same function.
const VECTORS: &str = r#"[
    {"p":[[[0.557745],[0.214942,0.003299,0.611343,0.736386],[0.254041]],[[0.997764],[0.0,0.033418,0.0]],[[2e-05],
    [0.567004,0.919776],[0.004168]],[[0.002117],[0.001801,0.032797,0.236846,0.082824],[0.000473]]],"q":[[[0.557745],
    [0.557745,0.039588,0.736386,0.736386],[0.3810615]],[[0.997764],[0.0,0.066836,0.0]],[[0.00012],[0.919776,
    0.919776],[0.008336]],[[0.004234],[0.009605333,0.065594,0.236846,0.110432],[0.001892]]]},
    {"p":[[[0.653289],[3e-06,0.908738,0.310761]],[[0.34305]],[[0.134842],[0.841498]]],"q":[[[0.653289],[5.4e-05,
    0.908738,0.653289]],[[0.34305]],[[0.34305],[0.841498]]]},
    {"p":[[[0.016476,0.022056],[0.083657]]],"q":[[[0.044112,0.044112],[0.083657]]]},
    {"p":[[[0.000635],[0.646824,0.005145],[0.019717,0.000151]],[[0.794363,0.043606,0.151613,0.057499]]],
    "q":[[[0.001905],[0.646824,0.02058],[0.039434,0.001812]],[[0.794363,0.114998,0.202150667,0.114998]]]},
    {"p":[[[0.513656,0.295505]],[[0.01034,0.027351],[0.249231,0.546807]]],"q":[[[0.513656,0.513656]],[[0.08272,
    0.109404],[0.513656,0.546807]]]},
    {"p":[[[0.862685,0.625349]],[[0.544978,0.713928,0.670323,0.661743],[1.4e-05,0.229495,0.552588],[0.289092,
    0.133933,0.675779,0.811721]],[[0.019525]]],"q":[[[0.862685,0.862685]],[[0.862685,0.862685,0.862685,0.862685],
    [0.000378,0.862685,0.862685],[0.862685,0.862685,0.862685,0.862685]],[[0.0292875]]]},
    {"p":[[[0.008172,0.443853,0.365211]],[[0.342285,0.119744,0.752382,0.172724],[0.407043,0.465681,0.103405],
    [0.877622]]],"q":[[[0.049032,0.518172,0.518172]],[[0.68457,0.518172,0.877622,0.518172],[0.6985215,0.6985215,
    0.518172],[0.877622]]]},
    {"p":[[[0.333947,0.574649,0.743681,0.066867],[0.640973]]],"q":[[[0.667894,0.743681,0.743681,0.534936],
    [0.640973]]]}
]"#;

type Nested = Vec<Vec<Vec<f64>>>;

fn leaves(tree: &Nested) -> Vec<TestLeaf> {
    let metrics = |question: usize, metrics: &[Vec<f64>]| -> Vec<TestLeaf> {
        let tests = |(metric, p): (usize, &Vec<f64>)| {
            p.iter().map(move |&p| TestLeaf { question, metric, p }).collect::<Vec<_>>()
        };
        metrics.iter().enumerate().flat_map(tests).collect()
    };
    tree.iter().enumerate().flat_map(|(question, m)| metrics(question, m)).collect()
}

#[test]
fn the_q_of_statsmodels() {
    let cases: Vec<serde_json::Value> = serde_json::from_str(VECTORS).unwrap();
    assert_eq!(cases.len(), 8);
    for case in cases {
        let [p, q]: [Nested; 2] = ["p", "q"].map(|name| serde_json::from_value(case[name].clone()).unwrap());
        let wanted: Vec<f64> = q.into_iter().flatten().flatten().collect();
        for (found, wanted) in hierarchical(&leaves(&p)).into_iter().zip(&wanted) {
            assert!((found - wanted).abs() < 2e-9, "{found} {wanted} in {p:?}");
        }
    }
}

#[test]
fn one_test_alone_needs_no_adjustment() {
    let leaf = TestLeaf { question: 3, metric: 9, p: 0.04 };
    assert_eq!(hierarchical(&[leaf]), [0.04]);
    assert_eq!(hierarchical(&[]), [0.0; 0]);
    assert!((simes(&[0.04, 0.5]) - 0.08).abs() < 1e-15);
    assert_eq!(simes(&[]), 1.0);
}

/// When nothing is true, a report with any rejection at all comes up in no more than five of a hundred, whatever the shape
/// of its tree: 2,000 trees, five percent and three standard deviations.
#[test]
fn nothing_true_is_seldom_rejected() {
    let shapes: [&[&[usize]]; 3] =
        [&[&[1], &[1], &[2, 1]], &[&[30, 1, 1], &[2, 2, 1, 1], &[1], &[9]], &[&[400], &[1, 1]]];
    for (number, shape) in shapes.iter().enumerate() {
        let mut alarms = 0;
        for run in 0..2_000 {
            let mut random = stream(17, &[number as u64, run]);
            let tree: Nested = shape
                .iter()
                .map(|metrics| metrics.iter().map(|n| (0..*n).map(|_| random.next_f64()).collect()).collect())
                .collect();
            alarms += usize::from(hierarchical(&leaves(&tree)).iter().any(|q| *q <= 0.05));
        }
        assert!((60..=129).contains(&alarms), "{alarms} of 2000 for shape {number}");
    }
}

proptest! {
    /// A q is no smaller than its p, does not fall when the p rises, and does not depend on the order.
    #[test]
    fn q_grows_with_p(places in prop::collection::vec((0_usize..4, 0_usize..3, 0.0_f64..1.0), 1..40), at in 0_usize..40) {
        let tree: Vec<TestLeaf> = places.iter().map(|&(question, metric, p)| TestLeaf { question, metric, p }).collect();
        let q = hierarchical(&tree);
        for (leaf, q) in tree.iter().zip(&q) {
            prop_assert!(*q >= leaf.p - 1e-12 && *q <= 1.0);
        }
        let at = at % tree.len();
        let mut worse = tree.clone();
        worse[at].p = f64::midpoint(worse[at].p, 1.0);
        prop_assert!(hierarchical(&worse)[at] >= q[at] - 1e-12);
        let mut reversed = tree.clone();
        reversed.reverse();
        let mut back = hierarchical(&reversed);
        back.reverse();
        prop_assert!(back.iter().zip(&q).all(|(a, b)| (a - b).abs() < 1e-12));
    }
}
