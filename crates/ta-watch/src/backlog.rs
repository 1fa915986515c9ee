//! Changes that nobody has asked for yet.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::ffi::OsString;

use crate::Change;

/// Changes kept at most. Beyond that only one is left, which says that anything may
/// have happened: the kernel's own queue behaves the same way.
const LIMIT: usize = 65_536;

/// A queue of changes, oldest first.
#[derive(Debug)]
pub struct Backlog {
    changes: VecDeque<Change>,
    /// Where the change of each name is, when they are merged: its position counted
    /// from the beginning of time.
    positions: Option<HashMap<Option<OsString>, usize>>,
    /// Changes taken from the front so far.
    taken: usize,
}

impl Backlog {
    /// An empty queue. With `coalesce` it holds one change per name, in the place of
    /// the first; otherwise all, in order.
    pub fn new(coalesce: bool) -> Self {
        Self {
            changes: VecDeque::new(),
            positions: coalesce.then(HashMap::new),
            taken: 0,
        }
    }

    /// Adds a change.
    pub fn push(&mut self, change: Change) {
        if let Some(positions) = &mut self.positions {
            match positions.entry(change.name.clone()) {
                Entry::Occupied(at) => {
                    self.changes[at.get() - self.taken].merge(&change);
                    return;
                }
                Entry::Vacant(free) => {
                    free.insert(self.taken + self.changes.len());
                }
            }
        }
        self.changes.push_back(change);
        if self.changes.len() > LIMIT {
            self.collapse();
        }
    }

    /// Takes the oldest change.
    pub fn pop(&mut self) -> Option<Change> {
        let change = self.changes.pop_front()?;
        self.taken += 1;
        if let Some(positions) = &mut self.positions {
            positions.remove(&change.name);
        }
        Some(change)
    }

    /// Whether there is nothing to take.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    fn collapse(&mut self) {
        self.changes = VecDeque::new();
        self.taken = 0;
        if let Some(positions) = &mut self.positions {
            *positions = HashMap::new();
        }
        self.push(Change::UNKNOWN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(name: &str) -> Change {
        Change {
            name: Some(name.into()),
            renamed: true,
            changed: false,
        }
    }

    fn changed(name: &str) -> Change {
        Change {
            name: Some(name.into()),
            renamed: false,
            changed: true,
        }
    }

    #[test]
    fn coalescing_merges_what_concerns_one_name_in_the_place_of_the_first() {
        let mut backlog = Backlog::new(true);
        for change in [renamed("a"), renamed("b"), changed("a"), changed("a")] {
            backlog.push(change);
        }
        let first = backlog.pop().expect("two were kept");
        assert_eq!(first.name, Some("a".into()));
        assert!(first.renamed && first.changed);
        assert_eq!(backlog.pop(), Some(renamed("b")));
        assert_eq!(backlog.pop(), None);
    }

    #[test]
    fn a_name_that_was_taken_begins_anew() {
        let mut backlog = Backlog::new(true);
        backlog.push(renamed("a"));
        backlog.push(renamed("b"));
        assert_eq!(backlog.pop(), Some(renamed("a")));
        backlog.push(changed("a"));
        backlog.push(changed("b"));
        let second = backlog.pop().expect("two were kept");
        assert!(second.renamed && second.changed);
        assert_eq!(backlog.pop(), Some(changed("a")));
        assert!(backlog.is_empty());
    }

    #[test]
    fn without_coalescing_everything_is_kept_in_order() {
        let mut backlog = Backlog::new(false);
        for change in [changed("a"), changed("b"), changed("a")] {
            backlog.push(change);
        }
        let names: Vec<_> = std::iter::from_fn(|| backlog.pop()).collect();
        assert_eq!(names, [changed("a"), changed("b"), changed("a")]);
    }

    #[test]
    fn too_many_changes_become_one_that_says_so() {
        for coalesce in [false, true] {
            let mut backlog = Backlog::new(coalesce);
            for number in 0..=LIMIT {
                backlog.push(changed(&number.to_string()));
            }
            backlog.push(changed("late"));
            assert_eq!(backlog.pop(), Some(Change::UNKNOWN));
            assert_eq!(backlog.pop(), Some(changed("late")));
            assert_eq!(backlog.pop(), None);
        }
    }
}
