//! Which certificate a client gets: by the host it names (RFC 6066 §3), then
//! by the signatures it understands.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use rustls::SignatureScheme;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::certificate::CertificateFiles;
use super::error::TlsError;

/// All certificates of a server.
#[derive(Debug)]
pub(super) struct Chooser {
    /// In the order in which they were given, which decides between several
    /// for one name, as of an RSA and an ECDSA key.
    all: Vec<Arc<CertifiedKey>>,
    /// Places in `all` by host name; `*.` in front stands for one label.
    by_name: HashMap<String, Vec<usize>>,
}

impl Chooser {
    pub(super) fn load(
        files: &[CertificateFiles],
        provider: &CryptoProvider,
        now: SystemTime,
    ) -> Result<Self, TlsError> {
        if files.is_empty() {
            return Err(TlsError::NoCertificate);
        }
        let mut chooser = Self {
            all: Vec::new(),
            by_name: HashMap::new(),
        };
        for files in files {
            let (certified, names) = files.load(provider, now)?;
            for name in names {
                let places = chooser.by_name.entry(name).or_default();
                places.push(chooser.all.len());
            }
            chooser.all.push(Arc::new(certified));
        }
        Ok(chooser)
    }

    /// An unknown name is no reason to refuse: the client sees the first
    /// certificate and judges for itself.
    fn choose(&self, name: Option<&str>, schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let fits = |one: &&Arc<CertifiedKey>| one.key.choose_scheme(schemes).is_some();
        let named = name.and_then(|name| self.places(name));
        named
            .into_iter()
            .flatten()
            .map(|&place| &self.all[place])
            .find(fits)
            .or_else(|| self.all.iter().find(fits))
            .cloned()
    }

    fn places(&self, name: &str) -> Option<&Vec<usize>> {
        let name = name.to_ascii_lowercase();
        self.by_name.get(&name).or_else(|| {
            let (_, parent) = name.split_once('.')?;
            self.by_name.get(&format!("*.{parent}"))
        })
    }
}

impl ResolvesServerCert for Chooser {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.choose(hello.server_name(), hello.signature_schemes())
    }
}
