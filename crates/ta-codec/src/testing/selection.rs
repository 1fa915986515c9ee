//! Ranges, conditions and codings chosen from arbitrary field values.

use std::time::{Duration, UNIX_EPOCH};

use crate::accept::{AcceptEncoding, Coding};
use crate::conditional::{Conditions, ETag, ETags, Outcome, Validators};
use crate::range::{self, Limits, Selection};

/// Asserts what must hold for the selection of any ranges: inside the file, disjoint, apart,
/// no more than asked for.
pub fn assert_ranges(field: &[u8], length: u64, limits: Limits) {
    let ranges = match range::select(field, length, limits) {
        Selection::Whole | Selection::Unsatisfiable => return,
        Selection::One(range) => vec![range],
        Selection::Many(ranges) => {
            assert!(ranges.len() > 1);
            ranges
        }
    };
    assert!(ranges.len() <= limits.ranges);
    let mut sorted = ranges;
    sorted.sort_by_key(|range| range.start);
    for range in &sorted {
        assert!(range.start < range.end && range.end <= length);
    }
    for pair in sorted.windows(2) {
        assert!(pair[0].end + limits.gap < pair[1].start, "not joined");
    }
}

/// Arbitrary bytes as each of the fields.
pub fn selection(data: &[u8]) {
    for length in [0, 1, 10, 1000, u64::MAX] {
        assert_ranges(data, length, Limits::default());
        assert_ranges(data, length, Limits { ranges: 8, gap: 2 });
    }
    let accept = AcceptEncoding::parse(Some(data));
    let best = accept.best(&Coding::PREFERRED);
    assert!(best == Coding::Identity || accept.accepts(best));

    for tag in ETags::new(data) {
        assert!(tag.weak_eq(tag));
        let current = Validators {
            etag: Some(tag),
            last_modified: None,
        };
        let conditions = Conditions {
            if_none_match: Some(data),
            ..Conditions::default()
        };
        assert_eq!(
            conditions.evaluate(true, Some(&current)),
            Outcome::NotModified
        );
    }
    let current = Validators {
        etag: ETag::parse(data),
        last_modified: Some(UNIX_EPOCH + Duration::from_secs(784_111_777)),
    };
    let conditions = Conditions {
        if_match: Some(data),
        if_none_match: None,
        if_modified_since: Some(data),
        if_unmodified_since: Some(data),
    };
    let same = current.etag.is_some_and(|tag| !tag.weak);
    let outcome = conditions.evaluate(true, Some(&current));
    if same {
        assert_ne!(outcome, Outcome::PreconditionFailed);
        assert!(range::applies(data, &current, UNIX_EPOCH));
    }
}
