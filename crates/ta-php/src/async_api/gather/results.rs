//! What the functions return: outcomes under the keys of their triggers.

use super::keys::Keys;
use crate::coroutine::{Php, Value};
use crate::zend::array::Array;
use crate::zend::ffi::zval;
use crate::zend::value;

type Outcome = ta_coro::Outcome<Php>;

/// How values are laid out.
#[derive(Clone, Copy)]
pub(super) enum Order {
    /// In the order of the triggers; without those that have no value.
    Input,
    /// In the order they came.
    Completion,
    /// Every trigger in its order, with null for want of a value.
    Filled,
}

/// The end of a wait.
#[derive(Default)]
pub(super) struct Gathered {
    keys: Keys,
    /// By the trigger's number, in order of time.
    settled: Vec<(usize, Outcome)>,
}

impl Gathered {
    pub(super) fn new(keys: Keys, settled: Vec<(usize, Outcome)>) -> Self {
        Self { keys, settled }
    }

    /// The value that came first; null when there is none.
    pub(super) fn first(self) -> zval {
        let mut outcomes = self.settled.into_iter().map(|(_, outcome)| outcome);
        outcomes
            .find_map(Outcome::ok)
            .map_or_else(zval::new, Value::into_zval)
    }

    /// The values, by key.
    pub(super) fn values(mut self, order: Order) -> zval {
        self.take_values(order).into_zval()
    }

    /// `[first value, errors]`.
    pub(super) fn first_and_errors(self) -> zval {
        let errors = self.errors();
        pair(self.first(), errors)
    }

    /// `[values, errors]`, both by key.
    pub(super) fn values_and_errors(mut self, order: Order) -> zval {
        let errors = self.errors();
        pair(self.take_values(order).into_zval(), errors)
    }

    fn take_values(&mut self, order: Order) -> Array {
        let settled = std::mem::take(&mut self.settled);
        let count = self.keys.len();
        let values = (settled.into_iter())
            .filter_map(|(number, outcome)| Some((number, outcome.ok()?.into_zval())));
        if let Order::Completion = order {
            let mut array = Array::with_capacity(count);
            for (number, value) in values {
                if let Some(key) = self.keys.get(number) {
                    key.put(&mut array, value);
                }
            }
            return array;
        }
        let mut places: Vec<Option<zval>> = Vec::new();
        places.resize_with(count, || None);
        for (number, value) in values {
            if let Some(place) = places.get_mut(number) {
                *place = Some(value);
            }
        }
        let mut array = Array::with_capacity(count);
        for (key, place) in self.keys.iter().zip(places) {
            match (place, order) {
                (Some(value), _) => key.put(&mut array, value),
                (None, Order::Filled) => key.put(&mut array, zval::new()),
                (None, _) => {}
            }
        }
        array
    }

    /// The errors, by key, in order of time.
    fn errors(&self) -> zval {
        let mut errors = Array::with_capacity(0);
        for (number, outcome) in &self.settled {
            if let (Err(error), Some(key)) = (outcome, self.keys.get(*number)) {
                key.put(&mut errors, value::object_zval(error.clone()));
            }
        }
        errors.into_zval()
    }
}

fn pair(first: zval, second: zval) -> zval {
    let mut pair = Array::with_capacity(2);
    pair.push(first);
    pair.push(second);
    pair.into_zval()
}
