//! A built extension seen from outside: the build id baked into the `.so`.
//!
//! PHP compares that id when it loads a module, but a module for another API
//! number usually fails earlier, with an undefined symbol. Reading the id first
//! lets us say what is wrong in a sentence.

use std::path::Path;

use anyhow::{Context, Result};

/// Finds the `API<digits>,NTS|TS[,debug]` string of a PHP module.
///
/// # Errors
/// When the file cannot be read or holds no such string.
pub(crate) fn build_id(so: &Path) -> Result<String> {
    let bytes = std::fs::read(so).with_context(|| format!("cannot read {}", so.display()))?;
    find_build_id(&bytes).with_context(|| {
        format!(
            "{} holds no PHP build id: is it a PHP extension?",
            so.display()
        )
    })
}

fn find_build_id(bytes: &[u8]) -> Option<String> {
    let mut from = 0;
    while let Some(at) = bytes[from..].windows(3).position(|window| window == b"API") {
        let start = from + at;
        let end = bytes[start..]
            .iter()
            .take(40)
            .position(|&b| b == 0)
            .map(|len| start + len);
        if let Some(text) = end.and_then(|end| std::str::from_utf8(&bytes[start..end]).ok())
            && is_build_id(text)
        {
            return Some(text.to_owned());
        }
        from = start + 3;
    }
    None
}

/// `ZEND_MODULE_BUILD_ID`: `API20220829,NTS`, with `TS` for thread-safe builds
/// and `,debug` appended for debug builds.
fn is_build_id(text: &str) -> bool {
    let Some((digits, rest)) = text
        .strip_prefix("API")
        .and_then(|rest| rest.split_once(','))
    else {
        return false;
    };
    digits.len() == 8
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(rest, "NTS" | "TS" | "NTS,debug" | "TS,debug")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_id_is_found_among_other_bytes() {
        let mut file = b"\x7fELF APIAPI20220829\0API2022,NTS\0".to_vec();
        assert_eq!(find_build_id(&file), None);
        file.extend_from_slice(b"xxAPI20220829,NTS\0tail");
        assert_eq!(find_build_id(&file).as_deref(), Some("API20220829,NTS"));
    }

    #[test]
    fn thread_safe_and_debug_builds_have_their_own_ids() {
        assert_eq!(
            find_build_id(b"API20240924,TS,debug\0").as_deref(),
            Some("API20240924,TS,debug")
        );
        assert_eq!(find_build_id(b"API20240924,XTS\0"), None);
        assert_eq!(
            find_build_id(b"API20240924,NTS"),
            None,
            "no terminating zero"
        );
    }
}
