//! Mounts in front of a handler.

use ta_http1::RequestHead;

use super::{Files, answer};
use crate::exchange::Exchange;
use crate::handler::{BodyMode, Handler};

/// Serves files, and lets a handler answer the rest.
#[derive(Debug)]
pub struct Mounted<H> {
    files: Files,
    handler: H,
}

impl<H> Mounted<H> {
    /// Asks `files` first, and `handler` for what is no file.
    pub fn new(files: Files, handler: H) -> Self {
        Self { files, handler }
    }

    /// The mounts.
    pub fn files(&self) -> &Files {
        &self.files
    }
}

impl<H: Handler> Handler for Mounted<H> {
    fn wants(&self, head: &RequestHead) -> BodyMode {
        self.handler.wants(head)
    }

    async fn handle(&self, exchange: Exchange) {
        if let Err(exchange) = self.files.serve(exchange).await {
            self.handler.handle(exchange).await;
        }
    }
}

impl Files {
    /// Answers what no mount and no handler answers: 405 where another method
    /// might have found a file, else 404.
    pub fn refuse(&self, exchange: &Exchange) {
        let head = exchange.request();
        let is_read = matches!(head.method(), "GET" | "HEAD");
        if !is_read && self.covers(head.path()) {
            // RFC 9110 §15.5.6: with Allow.
            answer::text(exchange, 405, Some((b"allow", b"GET, HEAD")));
        } else {
            answer::text(exchange, 404, None);
        }
    }
}

/// In place of a handler: there is nothing but files.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHandler;

impl Handler for Mounted<NoHandler> {
    async fn handle(&self, exchange: Exchange) {
        if let Err(exchange) = self.files.serve(exchange).await {
            self.files.refuse(&exchange);
        }
    }
}
