//! Request heads made from parts: streams of HTTP/2 have the same fields with the same meaning as
//! HTTP/1 messages, only the request line and the framing come another way. What such a stream
//! may not carry at all (RFC 9113 §8.2) was refused before by whoever decoded it.

use crate::fields::Seen;
use crate::request_line::target_parts;
use crate::syntax::{is_host, is_target_byte};
use crate::{BodyLength, Limits, Refusal, RequestHead, Version, method};

/// The control data of a request (RFC 9113 §8.3.1).
#[derive(Clone, Copy, Debug)]
pub struct Pseudo<'a> {
    /// `:method`.
    pub method: &'a str,
    /// `:path`; for an `OPTIONS *` that is `*`.
    pub target: &'a str,
    /// `:scheme`.
    pub scheme: &'a str,
    /// `:authority`.
    pub authority: Option<&'a str>,
    /// `:protocol` (RFC 8441 §4).
    pub protocol: Option<&'a str>,
}

impl RequestHead {
    /// Makes this the head of a request of a later version. Names must be in lower case, and
    /// fields of the same name stand together: crumbs of `cookie` become one field. `:authority`
    /// becomes `host`, the first field, where there is none. `has_body` is whether the head did
    /// not end the stream.
    ///
    /// # Errors
    /// What an HTTP/1.1 request with that line and those fields would be refused for; and a
    /// `host` that contradicts `:authority`.
    pub fn assemble<'f>(
        &mut self,
        version: Version,
        pseudo: &Pseudo<'_>,
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        has_body: bool,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        let method = method::known(pseudo.method.as_bytes()).ok_or(Refusal::UnknownMethod)?;
        // RFC 9110 §9.3.6: only a proxy has use for a plain CONNECT.
        if method == "CONNECT" && pseudo.protocol.is_none() {
            return Err(Refusal::Connect);
        }
        if pseudo.target.len() > limits.target {
            return Err(Refusal::TargetTooLong);
        }
        if !pseudo.target.bytes().all(is_target_byte) {
            return Err(Refusal::TargetSyntax);
        }
        // RFC 9113 §8.3.1: `:path` is the path and query parts only, or `*`.
        if !pseudo.target.starts_with('/') && pseudo.target != "*" {
            return Err(Refusal::TargetForm);
        }
        let parts = target_parts(method, pseudo.target)?;
        self.begin(method, version, pseudo.target, parts);
        self.push_pseudo(pseudo.scheme, pseudo.protocol.unwrap_or_default());

        let mut seen = Seen::default();
        let mut count = 0;
        if let Some(authority) = pseudo.authority {
            if !is_host(authority.as_bytes()) {
                return Err(Refusal::HostSyntax);
            }
            self.push("host", authority.as_bytes());
        }
        let mut total = 0;
        let mut latest = "";
        let mut has_host = false;
        for (name, value) in fields {
            count += 1;
            if count > limits.fields {
                return Err(Refusal::TooManyFields);
            }
            if name.len() > limits.field_name {
                return Err(Refusal::FieldNameTooLong);
            }
            if value.len() > limits.field_value {
                return Err(Refusal::FieldValueTooLong);
            }
            total += value.len();
            if total > limits.field_values_total {
                return Err(Refusal::FieldValuesTooLong);
            }
            // RFC 9113 §8.2.3: joined by "; " before anybody else sees them.
            if name == "cookie" && latest == "cookie" {
                self.extend_value(b"; ");
                self.extend_value(value);
                continue;
            }
            latest = name;
            let repeated_length = seen.has_length();
            let is_length = seen.note(name.as_bytes(), value)?;
            if is_length && repeated_length {
                continue;
            }
            if name == "host" {
                has_host = true;
                if let Some(authority) = pseudo.authority {
                    // RFC 9113 §8.3.1: one that differs makes the request malformed.
                    if !authority.as_bytes().eq_ignore_ascii_case(value) {
                        return Err(Refusal::HostConflict);
                    }
                    continue;
                }
            }
            self.push(name, value);
        }
        if let Some(authority) = pseudo.authority
            && !has_host
        {
            seen.note(b"host", authority.as_bytes())?;
        }
        let (declared, waits) = (seen.has_length(), seen.wants_continue());
        let mut meaning = seen.conclude(version, limits)?;
        meaning.keep_alive = true;
        meaning.accepts_trailers = true;
        if !has_body {
            meaning.body_length = BodyLength::Known(0);
            meaning.expects_continue = false;
        } else if !declared {
            meaning.body_length = BodyLength::Unknown;
            meaning.expects_continue = waits;
        }
        self.conclude(meaning);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: Pseudo<'_> = Pseudo {
        method: "GET",
        target: "/a?b=c",
        scheme: "HTTPS",
        authority: Some("example.com"),
        protocol: None,
    };

    fn assemble(
        pseudo: &Pseudo<'_>,
        fields: &[(&str, &str)],
        has_body: bool,
    ) -> Result<RequestHead, Refusal> {
        let mut head = RequestHead::new();
        let fields = fields.iter().map(|(name, value)| (*name, value.as_bytes()));
        let limits = Limits::default();
        head.assemble(Version::Http2, pseudo, fields, has_body, &limits)
            .map(|()| head)
    }

    #[test]
    fn the_authority_is_the_host_and_the_scheme_is_kept() {
        let head = assemble(&GET, &[("a", "1")], false).unwrap();
        let fields: Vec<_> = head.fields().collect();
        assert_eq!(fields, [("host", &b"example.com"[..]), ("a", b"1")]);
        assert_eq!((head.method(), head.target()), ("GET", "/a?b=c"));
        assert_eq!((head.path(), head.query()), ("/a", Some("b=c")));
        assert_eq!((head.scheme(), head.protocol()), (Some("https"), None));
        assert_eq!(head.version().as_str(), "2.0");
        assert!(head.keep_alive() && head.accepts_trailers());
        assert_eq!(head.body_length(), BodyLength::Known(0));
    }

    #[test]
    fn a_host_field_must_agree_with_the_authority_and_may_stand_alone() {
        let same = assemble(&GET, &[("host", "Example.com")], false).unwrap();
        assert_eq!(same.field_count(), 1);
        assert_eq!(same.authority(), Some("example.com"));
        let other = assemble(&GET, &[("host", "other")], false);
        assert_eq!(other.unwrap_err(), Refusal::HostConflict);
        let bare = Pseudo {
            authority: None,
            ..GET
        };
        let alone = assemble(&bare, &[("host", "h")], false).unwrap();
        assert_eq!(alone.authority(), Some("h"));
        let none = assemble(&bare, &[], false);
        assert_eq!(none.unwrap_err(), Refusal::MissingHost);
    }

    #[test]
    fn crumbs_of_a_cookie_are_joined() {
        let crumbs = [("cookie", "a=b"), ("cookie", "c=d"), ("x", "1")];
        let head = assemble(&GET, &crumbs, false).unwrap();
        assert_eq!(head.field("cookie"), Some(&b"a=b; c=d"[..]));
        assert_eq!(head.field("x"), Some(&b"1"[..]));
        assert_eq!(head.field_count(), 3);
    }

    #[test]
    fn the_body_is_as_long_as_declared_or_unknown() {
        let declared = [("content-length", "5"), ("expect", "100-continue")];
        let head = assemble(&GET, &declared, true).unwrap();
        assert_eq!(head.body_length(), BodyLength::Known(5));
        assert!(head.expects_continue());
        let head = assemble(&GET, &[("expect", "100-continue")], true).unwrap();
        assert_eq!(head.body_length(), BodyLength::Unknown);
        assert!(head.expects_continue());
        let head = assemble(&GET, &[("expect", "100-continue")], false).unwrap();
        assert!(!head.expects_continue());
        let twice = [("content-length", "5"), ("content-length", "6")];
        let refused = assemble(&GET, &twice, true).unwrap_err();
        assert_eq!(refused, Refusal::ContentLengthConflict);
        let refused = assemble(&GET, &[("content-length", "99999999999")], true).unwrap_err();
        assert_eq!(refused, Refusal::BodyTooLarge);
    }

    #[test]
    fn lines_are_refused_as_in_http1() {
        let refused = |pseudo: Pseudo<'_>| assemble(&pseudo, &[], false).unwrap_err();
        let method = |method| Pseudo { method, ..GET };
        let target = |target| Pseudo { target, ..GET };
        assert_eq!(refused(method("get")), Refusal::UnknownMethod);
        assert_eq!(refused(method("CONNECT")), Refusal::Connect);
        assert_eq!(refused(target("*")), Refusal::TargetForm);
        assert_eq!(refused(target("http://h/")), Refusal::TargetForm);
        assert_eq!(refused(target("/a b")), Refusal::TargetSyntax);
        let long = format!("/{}", "a".repeat(8192));
        assert_eq!(refused(target(&long)), Refusal::TargetTooLong);
        let userinfo = Pseudo {
            authority: Some("u@h"),
            ..GET
        };
        assert_eq!(refused(userinfo), Refusal::HostSyntax);
        let options = Pseudo {
            method: "OPTIONS",
            target: "*",
            ..GET
        };
        assert_eq!(assemble(&options, &[], false).unwrap().path(), "*");
        let connect = Pseudo {
            method: "CONNECT",
            protocol: Some("websocket"),
            ..GET
        };
        let head = assemble(&connect, &[], true).unwrap();
        assert_eq!(head.protocol(), Some("websocket"));
    }

    #[test]
    fn too_many_fields_are_refused() {
        let fields: Vec<_> = (0..257).map(|_| ("a", "")).collect();
        let refused = assemble(&GET, &fields, false).unwrap_err();
        assert_eq!(refused, Refusal::TooManyFields);
        assert_eq!(refused.status(), 431);
    }
}
