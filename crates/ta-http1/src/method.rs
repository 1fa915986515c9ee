//! The request methods a server on this crate is willing to see. It knows their names only;
//! what they mean is the application's business.

macro_rules! methods {
    ($($name:literal)*) => {
        /// The method of that exact name (methods are case-sensitive, RFC 9110 §9.1), as the
        /// static string, so that no head needs a copy.
        pub(crate) fn known(name: &[u8]) -> Option<&'static str> {
            Some(match name {
                // The four that make up nearly all traffic are compared first.
                b"GET" => "GET",
                b"POST" => "POST",
                b"HEAD" => "HEAD",
                b"PUT" => "PUT",
                $(_ if name == $name.as_bytes() => $name,)*
                _ => return None,
            })
        }

        /// The method that `input` begins with, a space behind it.
        #[inline]
        pub(crate) fn in_front(input: &[u8]) -> Option<&'static str> {
            if input.starts_with(b"GET ") {
                return Some("GET");
            }
            if input.starts_with(b"POST ") {
                return Some("POST");
            }
            let window = &input[..input.len().min(MAX_LENGTH)];
            known(&window[..memchr::memchr(b' ', window)?])
        }
    };
}

methods! {
    "DELETE" "OPTIONS" "PATCH" "TRACE" "CONNECT"
    "ACL" "BIND" "CHECKOUT" "COPY" "LINK" "LOCK" "M-SEARCH" "MERGE" "MKACTIVITY" "MKCALENDAR"
    "MKCOL" "MOVE" "NOTIFY" "PROPFIND" "PROPPATCH" "PURGE" "QUERY" "REBIND" "REPORT" "SEARCH"
    "SOURCE" "SUBSCRIBE" "UNBIND" "UNLINK" "UNLOCK" "UNSUBSCRIBE"
}

/// The longest method token read before it is called unknown without waiting for its end.
pub(crate) const MAX_LENGTH: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_case_sensitive() {
        // RFC 9110 §9.1: the method token is case-sensitive.
        assert_eq!(known(b"GET"), Some("GET"));
        assert_eq!(known(b"get"), None);
        assert_eq!(known(b"Get"), None);
    }

    #[test]
    fn the_webdav_family_is_known_and_inventions_are_not() {
        for name in [
            "COPY",
            "LOCK",
            "MKCOL",
            "MOVE",
            "PROPFIND",
            "PROPPATCH",
            "UNLOCK",
            "REPORT",
        ] {
            assert_eq!(known(name.as_bytes()), Some(name));
        }
        for name in [
            "SEARCH", "PURGE", "LINK", "UNLINK", "M-SEARCH", "CONNECT", "QUERY",
        ] {
            assert_eq!(known(name.as_bytes()), Some(name));
        }
        for name in ["", "FOO", "GETS", "PRI", "GE"] {
            assert_eq!(known(name.as_bytes()), None, "{name}");
        }
    }
}
