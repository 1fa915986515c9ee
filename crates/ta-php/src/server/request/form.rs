//! The fields of a form sent as the body of a request.

use super::{Request, query};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::ffi::zval;

const URL_ENCODED: &[u8] = b"application/x-www-form-urlencoded";

impl Request {
    /// The parsed form, parsed at the first call; empty for other bodies.
    fn post(&self) -> zval {
        if let Some(post) = &*self.post.borrow() {
            return post.shallow_clone();
        }
        let post = match self.whole_body() {
            Some(body) if self.is_url_encoded() => query::parse(body.as_bytes()),
            _ => Array::with_capacity(0).into_zval(),
        };
        self.post.replace(Some(post.shallow_clone()));
        post
    }

    /// Whether the media type says so; types compare without case and
    /// parameters (RFC 9110 §8.3.1).
    fn is_url_encoded(&self) -> bool {
        let Some(value) = self.head().field("content-type") else {
            return false;
        };
        let media_type = value.split(|&byte| byte == b';').next().unwrap_or_default();
        media_type
            .trim_ascii_end()
            .eq_ignore_ascii_case(URL_ENCODED)
    }
}

pub(super) fn get_post(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give(call.this::<Request>().post());
    Ok(())
}
