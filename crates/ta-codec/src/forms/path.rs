//! Where a variable of this name goes, by the rules of PHP's `php_register_variable_ex`
//! (main/variables.c), quirks included: scripts depend on them.

/// The key of an entry in an array. Whether a name that looks like an integer is one is for
/// the array to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'n> {
    /// The entry of this name.
    Named(&'n [u8]),
    /// A new entry behind all others (`[]`).
    Next,
}

/// What to do with the current array, which is at first the one of all variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'n> {
    /// Go on in the array at this key; put an empty one there if there is none.
    Enter(Key<'n>),
    /// The value goes to this key. The last step.
    Assign(Key<'n>),
    /// The name is not permitted: the value goes nowhere. The last step.
    Discard,
    /// The name is nested too deeply: remove this key from the array of all variables; the
    /// value goes nowhere. The last step.
    Remove(&'n [u8]),
}

/// The way a name leads: an iterator over its steps. The last one is not
/// [`Step::Enter`], the others are.
#[derive(Clone, Debug)]
pub struct Path<'n> {
    /// The name, mangled, up to its end or the first NUL.
    name: &'n [u8],
    /// The part in front of the brackets.
    base: &'n [u8],
    /// What the next step is about; `None` behind the last.
    key: Option<Key<'n>>,
    /// Where in `name` the next bracket may begin.
    at: usize,
    /// Brackets that may still come.
    depth: usize,
    /// The name has these prefixes itself, before mangling.
    permitted: [bool; 2],
}

/// Prefixes of cookie names that browsers vouch for. A name must not get one by mangling.
const GUARDED: [&[u8]; 2] = [b"__Host-", b"__Secure-"];

impl<'n> Path<'n> {
    /// The path of a decoded name, which is mangled in place: leading spaces go, and space and
    /// dot in front of the brackets become `_`, as they cannot be part of a variable's name.
    /// `depth` is [`Limits::depth`](super::Limits::depth).
    #[must_use]
    pub fn new(name: &'n mut [u8], depth: usize) -> Self {
        // PHP's names are C strings here.
        let end = memchr::memchr(0, name).unwrap_or(name.len());
        let start = name[..end].iter().position(|&byte| byte != b' ');
        let name = &mut name[start.unwrap_or(end)..end];
        let permitted = GUARDED.map(|prefix| name.starts_with(prefix));

        let bracket = memchr::memchr(b'[', name).unwrap_or(name.len());
        let unclosed = bracket > 0 && depth > 0 && index(name, bracket).is_none();
        // Behind a bracket that never closes comes no index but more of the name.
        let base = if unclosed { name.len() } else { bracket };
        for byte in &mut name[..base] {
            if matches!(byte, b' ' | b'.' | b'[') {
                *byte = b'_';
            }
        }
        let base = &name[..base];
        Self {
            name,
            base,
            key: Some(Key::Named(base)),
            at: base.len(),
            depth,
            permitted,
        }
    }

    /// The step when `key` is the last one.
    fn end_at(&self, key: Key<'n>) -> Step<'n> {
        if self.is_forbidden(key) {
            Step::Discard
        } else {
            Step::Assign(key)
        }
    }

    fn is_forbidden(&self, key: Key<'_>) -> bool {
        let Key::Named(key) = key else { return false };
        GUARDED
            .iter()
            .zip(self.permitted)
            .any(|(prefix, permitted)| !permitted && key.starts_with(prefix))
    }
}

impl<'n> Iterator for Path<'n> {
    type Item = Step<'n>;

    fn next(&mut self) -> Option<Step<'n>> {
        let key = self.key.take()?;
        if self.base.is_empty() {
            return Some(Step::Discard);
        }
        if self.name.get(self.at) != Some(&b'[') {
            return Some(self.end_at(key));
        }
        if self.depth == 0 {
            return Some(Step::Remove(self.base));
        }
        self.depth -= 1;
        // A bracket that never closes is ignored here, as is whatever stands behind a closed
        // one.
        let Some((index, behind)) = index(self.name, self.at) else {
            return Some(self.end_at(key));
        };
        if self.is_forbidden(key) {
            return Some(Step::Discard);
        }
        self.key = Some(index);
        self.at = behind;
        Some(Step::Enter(key))
    }
}

impl std::iter::FusedIterator for Path<'_> {}

/// The index whose bracket opens at `bracket`, and where it ends; `None` when it never closes.
fn index(name: &[u8], bracket: usize) -> Option<(Key<'_>, usize)> {
    let start = bracket + 1;
    let inside = name.get(start..)?;
    // One white space does not make the index a name.
    let blank = matches!(inside.first(), Some(b' ' | b'\t'..=b'\r'));
    let skipped = usize::from(blank);
    if inside.get(skipped) == Some(&b']') {
        return Some((Key::Next, start + skipped + 1));
    }
    let end = memchr::memchr(b']', inside)?;
    Some((Key::Named(&inside[..end]), start + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path as text: `a > b > [] =`.
    fn path(name: &str, depth: usize) -> String {
        let mut name = name.as_bytes().to_vec();
        let text = |key| match key {
            Key::Named(name) => String::from_utf8_lossy(name).into_owned(),
            Key::Next => "[]".to_owned(),
        };
        let steps: Vec<_> = Path::new(&mut name, depth)
            .map(|step| match step {
                Step::Enter(key) => format!("{} >", text(key)),
                Step::Assign(key) => format!("{} =", text(key)),
                Step::Discard => "discard".to_owned(),
                Step::Remove(base) => format!("remove {}", text(Key::Named(base))),
            })
            .collect();
        steps.join(" ")
    }

    #[track_caller]
    fn assert_path(name: &str, expected: &str) {
        assert_eq!(path(name, 64), expected, "{name:?}");
    }

    #[test]
    fn brackets_lead_into_arrays() {
        assert_path("a", "a =");
        assert_path("a[]", "a > [] =");
        assert_path("a[b][0][]", "a > b > 0 > [] =");
        assert_path("a[b.c d]", "a > b.c d =");
    }

    #[test]
    fn spaces_and_dots_in_front_of_brackets_are_replaced() {
        assert_path("a.b c", "a_b_c =");
        assert_path("  a.b[c]", "a_b > c =");
        assert_path("a b[", "a_b_ =");
    }

    #[test]
    fn an_unclosed_bracket_is_part_of_a_plain_name_and_ends_a_nested_one() {
        assert_path("a[b.c[d e", "a_b_c_d_e =");
        assert_path("a[b][c", "a > b =");
        assert_path("a[][", "a > [] =");
        assert_path("a[b[c]", "a > b[c =");
    }

    #[test]
    fn what_follows_a_closed_bracket_is_ignored() {
        assert_path("a[b]c[d]", "a > b =");
        assert_path("a]b", "a]b =");
    }

    #[test]
    fn one_white_space_is_an_empty_index() {
        for blank in [' ', '\t', '\n', '\x0b', '\x0c', '\r'] {
            assert_path(&format!("a[{blank}]"), "a > [] =");
        }
        assert_path("a[  ]", "a >    =");
        assert_path("a[ b]", "a >  b =");
    }

    #[test]
    fn names_without_a_name_lead_nowhere() {
        for name in ["", " ", "[a]", "  [a]", "[", "\0a", " \0"] {
            assert_path(name, "discard");
        }
        assert_path(".", "_ =");
    }

    #[test]
    fn names_end_at_nul() {
        assert_path("a\0b", "a =");
        assert_path("a[b\0]", "a_b =");
    }

    #[test]
    fn too_deep_a_name_takes_its_array_with_it() {
        assert_eq!(path("a[b]", 1), "a > b =");
        assert_eq!(path("a[b][c]", 1), "a > remove a");
        assert_eq!(path("a.b[c]", 0), "remove a_b");
        assert_eq!(path("a[c", 0), "remove a");
        assert_eq!(path("a", 0), "a =");
        let deep = format!("a{}", "[]".repeat(65));
        assert!(path(&deep, 64).ends_with("> remove a"));
    }

    #[test]
    fn no_name_gets_a_guarded_prefix_by_mangling() {
        // CVE-2020-7070 and what followed.
        assert_path("__Host-a", "__Host-a =");
        assert_path("..Host-a", "discard");
        assert_path("__Host-a[b]", "__Host-a > b =");
        assert_path("_.Secure-a[b]", "discard");
        assert_path("a[__Secure-b]", "a > discard");
        assert_path("__Secure-a[__Secure-b]", "__Secure-a > __Secure-b =");
        assert_path("__Secure-a[__Host-b]", "__Secure-a > discard");
    }
}
