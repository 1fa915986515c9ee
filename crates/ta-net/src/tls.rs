//! TLS for listeners: which versions and suites are spoken, with which
//! certificates, and what becomes of them when their files change. Handshakes
//! themselves belong to whoever drives a connection.
//!
//! TLS 1.2 and 1.3 only, without compression, renegotiation and early data
//! (rustls has neither of the former, and early data is not switched on).
//! Sessions are resumed by stateless tickets.

mod certificate;
mod choose;
mod error;
mod tickets;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use rustls::SupportedCipherSuite;
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::{cipher_suite as suite, default_provider};
use rustls::server::{NoServerSessionStorage, ServerConfig, WebPkiClientVerifier};
use rustls::version::{TLS12, TLS13};

pub use certificate::CertificateFiles;
pub use error::{Material, TlsError};

use choose::Chooser;
use tickets::Tickets;

/// What a listener's TLS is made of.
#[derive(Clone, Debug, Default)]
pub struct TlsOptions {
    /// At least one. The first also serves clients that name no host or an
    /// unknown one.
    pub certificates: Vec<CertificateFiles>,
    /// Whether clients show certificates; not asked for by default.
    pub clients: ClientCertificates,
}

/// Whether clients have to say who they are.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum ClientCertificates {
    /// They are not asked.
    #[default]
    Ignored,
    /// Those that show a certificate need one that an authority in this PEM
    /// file has issued.
    Optional(PathBuf),
    /// All need one.
    Required(PathBuf),
}

/// What a listener offers by ALPN (RFC 7301), in the order of preference. A
/// client that offers nothing of it is refused; one without ALPN is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocols {
    /// `http/1.1`.
    Http1,
    /// `h2`.
    Http2,
    /// `h2`, then `http/1.1`.
    Both,
}

/// The TLS of a server: certificates that may be loaded anew, and the keys of
/// its tickets. Made before workers fork or threads start, all of them resume
/// each other's sessions.
#[derive(Debug)]
pub struct Tls {
    options: TlsOptions,
    tickets: Arc<Tickets>,
    loaded: RwLock<Arc<Loaded>>,
}

/// One generation of certificates.
#[derive(Debug)]
struct Loaded {
    http1: Arc<ServerConfig>,
    http2: Arc<ServerConfig>,
    both: Arc<ServerConfig>,
}

/// In the order in which we prefer them; clients have the last word.
const SUITES: [SupportedCipherSuite; 9] = [
    suite::TLS13_AES_256_GCM_SHA384,
    suite::TLS13_CHACHA20_POLY1305_SHA256,
    suite::TLS13_AES_128_GCM_SHA256,
    suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
];

impl Tls {
    /// Reads and checks everything the options name.
    ///
    /// # Errors
    /// The first thing that is missing, unreadable, not what it should be, does
    /// not fit together, or is not valid today.
    pub fn load(options: TlsOptions) -> Result<Self, TlsError> {
        let tickets = Arc::new(Tickets::new()?);
        let loaded = Arc::new(Loaded::new(&options, &tickets)?);
        Ok(Self {
            options,
            tickets,
            loaded: RwLock::new(loaded),
        })
    }

    /// Reads all files again. Handshakes that begin from now on see them; open
    /// connections go on, and tickets stay good.
    ///
    /// # Errors
    /// As [`load`](Self::load); what was loaded before stays then.
    pub fn reload(&self) -> Result<(), TlsError> {
        let loaded = Arc::new(Loaded::new(&self.options, &self.tickets)?);
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = loaded;
        Ok(())
    }

    /// What a handshake that begins now goes by.
    pub fn config(&self, protocols: Protocols) -> Arc<ServerConfig> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(match protocols {
            Protocols::Http1 => &loaded.http1,
            Protocols::Http2 => &loaded.http2,
            Protocols::Both => &loaded.both,
        })
    }
}

impl Loaded {
    fn new(options: &TlsOptions, tickets: &Arc<Tickets>) -> Result<Self, TlsError> {
        let provider = Arc::new(CryptoProvider {
            cipher_suites: SUITES.to_vec(),
            ..default_provider()
        });
        let chooser = Chooser::load(&options.certificates, &provider, SystemTime::now())?;
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(TlsError::Profile)?;
        let builder = match &options.clients {
            ClientCertificates::Ignored => builder.with_no_client_auth(),
            ClientCertificates::Optional(path) | ClientCertificates::Required(path) => {
                let roots = Arc::new(certificate::authorities(path)?);
                let mut verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
                if matches!(options.clients, ClientCertificates::Optional(_)) {
                    verifier = verifier.allow_unauthenticated();
                }
                let verifier = verifier.build().map_err(|source| TlsError::Authorities {
                    path: path.clone(),
                    source,
                })?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        let mut config = builder.with_cert_resolver(Arc::new(chooser));
        config.ticketer = Arc::clone(tickets) as _;
        // Tickets carry everything: nothing is kept here, so nothing has to be
        // shared between workers.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        let offering = |names: &[&[u8]]| {
            let mut config = config.clone();
            config.alpn_protocols = names.iter().map(|name| name.to_vec()).collect();
            Arc::new(config)
        };
        Ok(Self {
            http1: offering(&[b"http/1.1"]),
            http2: offering(&[b"h2"]),
            both: offering(&[b"h2", b"http/1.1"]),
        })
    }
}

#[cfg(test)]
mod tests;
