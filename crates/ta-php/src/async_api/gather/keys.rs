//! The keys of triggers, by the number the trigger has in the wait.

use crate::async_api::errors;
use crate::zend::array::Array;
use crate::zend::ffi::zval;
use crate::zend::value::{Obj, Str};

/// A key of a PHP array.
pub(super) enum Key {
    Index(i64),
    Text(Str),
}

impl Key {
    /// Puts `value` under this key.
    pub(super) fn put(&self, array: &mut Array, value: zval) {
        match self {
            Self::Index(index) => array.set_index(*index, value),
            Self::Text(text) => array.set(text, value),
        }
    }
}

/// See the module.
#[derive(Default)]
pub(super) struct Keys {
    names: Vec<Key>,
    /// What `null` stands for: one more than the highest index so far.
    next: i64,
}

impl Keys {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            names: Vec::with_capacity(capacity),
            next: 0,
        }
    }

    /// Adds the key of the next trigger.
    ///
    /// # Errors
    /// It is neither an integer nor a string, nor null.
    pub(super) fn push(&mut self, key: &zval) -> Result<(), Obj> {
        let key = key.dereference();
        let key = if let Some(index) = key.long() {
            Key::Index(index)
        } else if key.is_string() {
            // SAFETY: the value is a string, and holds it.
            Key::Text(unsafe { Str::share(key.value.str_) })
        } else if key.is_null() {
            Key::Index(self.next)
        } else {
            return Err(errors::async_exception(
                "Invalid key type: must be string, long or null",
            ));
        };
        let index = match &key {
            Key::Index(index) => Some(*index),
            Key::Text(text) => decimal(text.as_bytes()),
        };
        if let Some(index) = index {
            self.next = self.next.max(index.saturating_add(1));
        }
        self.names.push(key);
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn get(&self, number: usize) -> Option<&Key> {
        self.names.get(number)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Key> {
        self.names.iter()
    }
}

/// The index that PHP arrays make of `text`, if they do.
fn decimal(text: &[u8]) -> Option<i64> {
    let number: i64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    (number.to_string().as_bytes() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn only_numbers_in_their_plainest_form_are_indices() {
        assert_eq!(decimal(b"17"), Some(17));
        assert_eq!(decimal(b"-3"), Some(-3));
        for text in ["017", "+1", "-0", "1.0", " 1", "", "9223372036854775808"] {
            assert_eq!(decimal(text.as_bytes()), None, "{text:?}");
        }
    }
}
