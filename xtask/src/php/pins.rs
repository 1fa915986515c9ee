//! What a private PHP is made of: the packages, the version they were tried at
//! and the hashes they had then. Data and the rules on it, no I/O.

use anyhow::{Result, bail};

/// How one PHP series is put together from an archive's packages.
#[derive(Debug)]
pub(crate) struct Recipe {
    /// `major.minor`.
    pub(crate) series: &'static str,
    /// Raised whenever the tree we make of the same packages changes, so that
    /// caches made by an older xtask are made anew.
    pub(crate) layout: u32,
    /// Debian version of the PHP packages we tried. A rolling archive drops it
    /// when a newer one arrives; then the newest is taken, with a warning.
    pub(crate) pin: &'static str,
    /// PHP packages whose dependencies are wanted as well.
    pub(crate) php: &'static [&'static str],
    /// Other packages whose dependencies are wanted as well.
    pub(crate) tools: &'static [&'static str],
    /// PHP packages without their dependencies (a compiler, autotools, …).
    pub(crate) php_alone: &'static [&'static str],
    /// Other packages without their dependencies.
    pub(crate) alone: &'static [&'static str],
    /// SHA-256 of the PHP packages at version `pin`, for the one architecture
    /// on which we looked; the archive's signature covers all of them.
    pub(crate) hashes: (&'static str, &'static [(&'static str, &'static str)]),
}

/// Every PHP that can be had.
pub(crate) const RECIPES: &[Recipe] = &[Recipe {
    series: "8.6",
    layout: 1,
    pin: "8.6.0~rc3-1",
    php: &[
        "php8.6-cli",
        "php8.6-curl",
        "php8.6-mbstring",
        "php8.6-mysql",
        "php8.6-pgsql",
        "php8.6-sqlite3",
        "php8.6-xml",
    ],
    // A C library as new as PHP's own, what our extension links besides it, and
    // the tool that points the interpreter at them.
    tools: &["libc6", "libgcc-s1", "libstdc++6", "patchelf"],
    php_alone: &["php8.6-dev"],
    // ext/pcre/php_pcre.h includes pcre2.h.
    alone: &["libpcre2-dev"],
    hashes: (
        "amd64",
        &[
            (
                "php8.6-cli",
                "9bddb4cbd0f796924e0f42fc55ff35ffe2f13122e6d3aef751e58b275d958bac",
            ),
            (
                "php8.6-common",
                "761ed3203df01c55e9e5aba22a5c5bf9241fd47358904344bd26404c68451c46",
            ),
            (
                "php8.6-curl",
                "c550d53c398c5d6681500ffb8fdcea53476fcb1f21b64bdf9658a21f6dcadb37",
            ),
            (
                "php8.6-dev",
                "d95f2f547a8a69db284eeb594a4e3766cf5d633a3ee0610fd092c9448a31728c",
            ),
            (
                "php8.6-mbstring",
                "eb5196a692629837202ec2584b55e65cdfdc1ba017d17109a4ef978a04c1e687",
            ),
            (
                "php8.6-mysql",
                "737f4012bf8bfb30416c58b6f8ff33f2e6511d2b3aff882a880a6743cd73d7de",
            ),
            (
                "php8.6-pgsql",
                "64a65da26f2198e23a98e24edfe85c66a8fd8d91f1822587b3d3dea8f9f61ebf",
            ),
            (
                "php8.6-readline",
                "e5d5d725aef5cc2411de04b899d2b3d9ca760a565e2766089b067b4e04936f9a",
            ),
            (
                "php8.6-sqlite3",
                "8966bb68855e3653a3e068d704e9e699e4d94d0b8a385cd605ee8f7a45e47a93",
            ),
            (
                "php8.6-xml",
                "ddd99f2a7c410848bdee38fb5525947b704e3bd2ed11360db0edb2c50d62789a",
            ),
        ],
    ),
}];

/// Dependencies that only maintainer scripts use, or that ship files which are
/// read from the host's fixed paths anyway. A package missing here costs disk
/// space, nothing else.
const SCRIPT_ONLY: &[&str] = &[
    "debconf",
    "libncursesw6",
    "libproc2-1",
    "libsystemd0",
    "libtext-charwidth-perl",
    "libtext-wrapi18n-perl",
    "media-types",
    "perl-base",
    "php-common",
    "procps",
    "psmisc",
    "sensible-utils",
    "tzdata",
    "ucf",
];

/// One package at one version, with the hash the signed archive index gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    /// Name without architecture.
    pub(crate) name: String,
    /// Debian version.
    pub(crate) version: String,
    /// Lower-case hexadecimal SHA-256 of the `.deb`.
    pub(crate) sha256: String,
}

/// Whether a package of the closure carries files that a running PHP opens.
pub(crate) fn is_wanted(name: &str) -> bool {
    !SCRIPT_ONLY.contains(&name)
}

impl Recipe {
    /// Compares the pinned packages with what the archive's index says of them.
    ///
    /// Packages at another version than the pinned one, and other
    /// architectures, rest on the archive's signature alone.
    ///
    /// # Errors
    /// When the archive has another file under a pinned name and version.
    pub(crate) fn check_hashes(&self, architecture: &str, packages: &[Package]) -> Result<()> {
        let (pinned_architecture, hashes) = self.hashes;
        if architecture != pinned_architecture {
            return Ok(());
        }
        for package in packages
            .iter()
            .filter(|package| package.version == self.pin)
        {
            let Some((_, pinned)) = hashes.iter().find(|(name, _)| *name == package.name) else {
                continue;
            };
            if *pinned != package.sha256 {
                bail!(
                    "{} {} has SHA-256 {}, but {pinned} is pinned: the mirror serves another file under the same version",
                    package.name,
                    package.version,
                    package.sha256
                );
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(version: &str, sha256: &str) -> Package {
        Package {
            name: "php8.6-cli".into(),
            version: version.into(),
            sha256: sha256.into(),
        }
    }

    #[test]
    fn another_file_under_the_pinned_version_is_refused() {
        let recipe = &RECIPES[0];
        let forged = [package(recipe.pin, "00")];
        let refusal = recipe
            .check_hashes("amd64", &forged)
            .expect_err("must be refused")
            .to_string();
        assert!(
            refusal.contains("php8.6-cli") && refusal.contains("is pinned"),
            "{refusal}"
        );
    }

    #[test]
    fn a_newer_version_rests_on_the_archive_signature() {
        RECIPES[0]
            .check_hashes("amd64", &[package("8.6.1-1", "00")])
            .expect("not pinned");
    }

    #[test]
    fn every_pinned_hash_is_a_sha256_of_a_package_of_its_series() {
        for recipe in RECIPES {
            for (name, hash) in recipe.hashes.1 {
                assert!(
                    name.starts_with(&format!("php{}-", recipe.series)),
                    "{name}"
                );
                assert!(
                    hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
                    "{name}"
                );
            }
            for name in recipe.php.iter().chain(recipe.php_alone) {
                assert!(
                    recipe.hashes.1.iter().any(|(pinned, _)| pinned == name),
                    "{name} is not pinned"
                );
            }
        }
    }

    #[test]
    fn helpers_of_maintainer_scripts_are_left_out() {
        assert!(!is_wanted("debconf"));
        assert!(is_wanted("libssl3t64"));
    }
}
