//! Variables put into arrays that behave as PHP's do, and written as PHP serializes them.

use crate::forms::{Encoded, Key, Limits, Path, Step, Variables};

/// A value: text, or an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A string.
    Text(Vec<u8>),
    /// An array.
    Array(Table),
}

/// A key as PHP has it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Index {
    Number(i64),
    Name(Vec<u8>),
}

/// A PHP array: entries in order of insertion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    entries: Vec<(Index, Tree)>,
    /// The largest number there was, deleted ones included.
    largest: Option<i64>,
}

impl Table {
    /// The entries whose keys are names, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<(String, Tree)> {
        let name = |index: &Index| match index {
            Index::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
            Index::Number(_) => None,
        };
        self.entries
            .iter()
            .filter_map(|(index, value)| Some((name(index)?, value.clone())))
            .collect()
    }

    /// The value at `key`, made by `new` where there is none; `None` when the array takes no
    /// more numbers. `since_8_3`: negative numbers are counted on.
    fn entry(&mut self, key: Key<'_>, since_8_3: bool) -> Option<&mut Tree> {
        let index = match key {
            Key::Named(name) => index_of(name),
            Key::Next => Index::Number(match self.largest {
                None => 0,
                Some(largest) if largest < 0 && !since_8_3 => 0,
                Some(largest) => largest.checked_add(1)?,
            }),
        };
        let known = self.entries.iter().position(|(known, _)| *known == index);
        let at = known.unwrap_or(self.entries.len());
        if known.is_none() {
            if let Index::Number(number) = index {
                self.largest = self.largest.max(Some(number));
            }
            self.entries.push((index, Tree::Text(Vec::new())));
        }
        Some(&mut self.entries[at].1)
    }

    /// Puts `value` where `path` leads.
    pub fn put(&mut self, path: Path<'_>, value: Encoded<'_>, since_8_3: bool) {
        let mut remove = None;
        let mut table = &mut *self;
        for step in path {
            match step {
                Step::Enter(key) => {
                    let Some(entry) = table.entry(key, since_8_3) else {
                        return;
                    };
                    if matches!(entry, Tree::Text(_)) {
                        *entry = Tree::Array(Self::default());
                    }
                    let Tree::Array(inner) = entry else { return };
                    table = inner;
                }
                Step::Assign(key) => {
                    if let Some(entry) = table.entry(key, since_8_3) {
                        *entry = Tree::Text(value.decode().into_owned());
                    }
                }
                Step::Discard => {}
                Step::Remove(base) => remove = Some(index_of(base)),
            }
        }
        if let Some(index) = remove {
            self.entries.retain(|(known, _)| *known != index);
        }
    }

    /// The array as PHP's `serialize()` writes it.
    pub fn serialize(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("a:{}:{{", self.entries.len()).as_bytes());
        for (index, value) in &self.entries {
            match index {
                Index::Number(number) => out.extend_from_slice(format!("i:{number};").as_bytes()),
                Index::Name(name) => serialize_text(name, out),
            }
            match value {
                Tree::Text(text) => serialize_text(text, out),
                Tree::Array(table) => table.serialize(out),
            }
        }
        out.push(b'}');
    }
}

fn serialize_text(text: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(format!("s:{}:\"", text.len()).as_bytes());
    out.extend_from_slice(text);
    out.extend_from_slice(b"\";");
}

/// Whether PHP takes a key for a number: the canonical decimal form of one of 64 bits.
fn index_of(name: &[u8]) -> Index {
    let number = std::str::from_utf8(name)
        .ok()
        .and_then(|text| text.parse::<i64>().ok())
        .filter(|number| number.to_string().as_bytes() == name);
    number.map_or_else(|| Index::Name(name.to_vec()), Index::Number)
}

/// The variables of `input` up to the limits, as PHP since 8.3 arranges them.
#[must_use]
pub fn parse(input: &[u8], limits: Limits) -> Table {
    parse_as(input, limits, true)
}

/// The same, as PHP since 8.3 or before arranges them.
#[must_use]
pub fn parse_as(input: &[u8], limits: Limits, since_8_3: bool) -> Table {
    let mut table = Table::default();
    let mut variables = Variables::new(input, limits);
    while let Ok(Some(variable)) = variables.next_variable() {
        table.put(variable.path, variable.value, since_8_3);
    }
    table
}

/// Arbitrary bytes as a query: no panic, paths of the promised shape, lengths as announced.
pub fn forms(data: &[u8]) {
    for limits in [
        Limits::default(),
        Limits {
            variables: 3,
            depth: 2,
        },
    ] {
        let mut variables = Variables::new(data, limits);
        let mut seen = 0;
        while let Ok(Some(variable)) = variables.next_variable() {
            seen += 1;
            let mut text = vec![0; variable.value.decoded_len()];
            variable.value.decode_into(&mut text);
            assert_eq!(text, *variable.value.decode());
            let steps: Vec<_> = variable.path.collect();
            assert!(steps.len() <= limits.depth + 1, "too deep: {steps:?}");
            let (last, front) = steps.split_last().expect("a path has steps");
            assert!(!matches!(last, Step::Enter(_)));
            assert!(front.iter().all(|step| matches!(step, Step::Enter(_))));
        }
        assert!(seen <= limits.variables);
        let _ = parse(data, limits);
    }
}
