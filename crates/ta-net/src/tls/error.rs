//! Why TLS could not be set up. Failed handshakes are plain `io::Error`s and
//! never reach this type.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What a file was read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Material {
    /// A certificate and those that link it to an authority.
    Certificate,
    /// The private key that goes with it.
    PrivateKey,
    /// Authorities whose clients are let in.
    ClientAuthorities,
}

impl fmt::Display for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "certificate",
            Self::PrivateKey => "private key",
            Self::ClientAuthorities => "client CA",
        })
    }
}

/// TLS cannot be offered with what it was given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// There is no certificate at all.
    #[error("TLS certificate missing: name a certificate and its private key")]
    NoCertificate,
    /// A file is not there, not readable, or no regular file.
    #[error("TLS {material} {}: {source}", path.display())]
    Read {
        /// What it was read for.
        material: Material,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file has nothing of the kind in it, or not in PEM (RFC 7468).
    #[error("TLS {material} {}: the file holds none in PEM form", path.display())]
    NotPem {
        /// What it was read for.
        material: Material,
        /// The file.
        path: PathBuf,
    },
    /// What is in the PEM file is no X.509 certificate.
    #[error("TLS {material} {}: {reason}", path.display())]
    Malformed {
        /// What it was read for.
        material: Material,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The certificate's time is over.
    #[error("TLS certificate {}: expired on {until}", path.display())]
    Expired {
        /// The file.
        path: PathBuf,
        /// Its last moment.
        until: String,
    },
    /// The certificate's time has not come.
    #[error("TLS certificate {}: not valid before {from}", path.display())]
    NotYetValid {
        /// The file.
        path: PathBuf,
        /// Its first moment.
        from: String,
    },
    /// The key is of a kind or size that is not supported: RSA of at least
    /// 2048 bits, ECDSA on P-256 or P-384, Ed25519.
    #[error("TLS private key {}: unsupported key: {source}", path.display())]
    UnsupportedKey {
        /// The file.
        path: PathBuf,
        /// What the library says.
        source: rustls::Error,
    },
    /// Certificate and key are not a pair.
    #[error(
        "TLS private key {} does not match the certificate {}",
        key.display(), certificate.display()
    )]
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// The authorities for clients are of no use.
    #[error("TLS client CA {}: {source}", path.display())]
    Authorities {
        /// The file.
        path: PathBuf,
        /// What the library says.
        source: rustls::server::VerifierBuilderError,
    },
    /// The library refuses versions or suites.
    #[error("TLS setup: {0}")]
    Profile(rustls::Error),
    /// The system gave no random numbers.
    #[error("TLS setup: the system's random number generator failed")]
    NoRandomness,
}

impl TlsError {
    pub(super) fn not_pem(material: Material, path: &Path) -> Self {
        Self::NotPem {
            material,
            path: path.into(),
        }
    }
}
