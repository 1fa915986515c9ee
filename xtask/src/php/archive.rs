//! Debian's archive, read with apt on a configuration of its own.
//!
//! Own package lists, an empty package database, own download directory: the
//! system's apt state is neither used nor touched, its post-invoke hooks do not
//! run, and no root is needed. From the system come the mirror and everything
//! about getting to it (proxies, credentials, certificates). Signatures are
//! always checked, whatever the system's apt may be told to let pass.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::pins::{self, Package, Recipe};
use crate::Refusal;
use crate::process::{capture, say, which};

/// Names a mirror where the system's apt knows none of Debian's (Ubuntu, …).
const MIRROR_VARIABLE: &str = "TRUE_ASYNC_DEBIAN_MIRROR";
/// PHP may be in either; the second one's packages use libraries of the first.
const SUITES: &str = "sid experimental";
/// Debian's archive keys; newer releases changed the file's ending.
const KEYRINGS: &[&str] = &[
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
];
/// Mirrors of the system's configuration that are tried before giving up.
const TRIES: usize = 3;

/// Package lists that were fetched and whose signatures were checked.
#[derive(Debug)]
pub(crate) struct Archive {
    work: PathBuf,
    architecture: String,
}

impl Archive {
    /// Fetches the package lists into `work`, which is ours alone.
    ///
    /// # Errors
    /// A [`Refusal`] when tools, keys or a mirror are missing; another error
    /// when no mirror gave correctly signed lists.
    pub(crate) fn open(work: &Path) -> Result<Self> {
        for tool in ["apt-get", "apt-cache", "apt-config", "dpkg", "dpkg-deb"] {
            if which(tool).is_none() {
                return Err(Refusal(format!(
                    "{tool} is missing: a private PHP is unpacked from Debian's packages, which \
                     takes a Debian or Ubuntu system"
                ))
                .into());
            }
        }
        let Some(keyring) = KEYRINGS.iter().find(|path| Path::new(path).exists()) else {
            return Err(Refusal(format!(
                "Debian's archive keys ({}) are missing: apt-get install debian-archive-keyring",
                KEYRINGS[0]
            ))
            .into());
        };
        let architecture = capture(Command::new("dpkg").arg("--print-architecture"))?;
        let archive = Self {
            work: work.to_owned(),
            architecture,
        };
        archive.configure()?;
        let mut refusals = Vec::new();
        for mirror in mirrors()?.iter().take(TRIES) {
            say(format_args!(
                "reading Debian's package lists (12 MB) from {mirror}"
            ));
            match archive.update(mirror, keyring) {
                Ok(()) => return Ok(archive),
                Err(error) => refusals.push(format!("{error:#}")),
            }
        }
        if refusals.is_empty() {
            return Err(Refusal(format!(
                "apt's configuration names no Debian mirror; set {MIRROR_VARIABLE} to the URL of one"
            ))
            .into());
        }
        bail!(
            "no mirror gave signed lists of Debian's {SUITES} (set {MIRROR_VARIABLE} to name another): {}",
            refusals.join("; ")
        );
    }

    /// Settles on versions and computes everything that is needed.
    ///
    /// # Errors
    /// When the archive has none of it, cannot satisfy a dependency, or has
    /// another file under a pinned version.
    pub(crate) fn select(&self, recipe: &Recipe) -> Result<Vec<Package>> {
        let newest = self.candidate(recipe.php[0])?;
        let version = if self.has(recipe.php[0], recipe.pin) {
            recipe.pin
        } else {
            say(format_args!(
                "warning: the archive no longer has PHP {}, which was tried; taking {newest}",
                recipe.pin
            ));
            &newest
        };
        let pinned = |name: &&str| format!("{name}={version}");
        let closure = capture(
            self.apt("apt-get")
                .args(["--simulate", "--no-install-recommends", "install"])
                .args(recipe.php.iter().map(pinned))
                .args(recipe.tools),
        )
        .context("the archive cannot satisfy PHP's dependencies at the moment")?;
        let mut wanted: Vec<String> = planned(&closure)
            .filter(|(name, _)| pins::is_wanted(name))
            .map(|(name, version)| format!("{name}={version}"))
            .collect();
        wanted.extend(recipe.php_alone.iter().map(pinned));
        for name in recipe.alone {
            wanted.push(format!("{name}={}", self.candidate(name)?));
        }
        let records = capture(self.apt("apt-cache").arg("show").args(&wanted))?;
        let packages = described(&records)?;
        if packages.len() != wanted.len() {
            bail!(
                "apt describes {} packages where {} were asked for",
                packages.len(),
                wanted.len()
            );
        }
        recipe.check_hashes(&self.architecture, &packages)?;
        Ok(packages)
    }

    /// Downloads packages; apt compares each with the hash in the signed lists.
    ///
    /// # Errors
    /// When one cannot be fetched or is not what the lists say.
    pub(crate) fn download(&self, packages: &[Package]) -> Result<Vec<PathBuf>> {
        let dir = self.work.join("debs");
        fs::create_dir(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        say(format_args!(
            "downloading {} packages (about 20 MB)",
            packages.len()
        ));
        capture(
            self.apt("apt-get")
                .current_dir(&dir)
                .args(["--quiet=2", "download"])
                .args(
                    packages
                        .iter()
                        .map(|package| format!("{}={}", package.name, package.version)),
                ),
        )?;
        let mut debs = Vec::with_capacity(packages.len());
        for entry in fs::read_dir(&dir)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "deb") {
                debs.push(path);
            }
        }
        debs.sort();
        if debs.len() != packages.len() {
            bail!(
                "apt downloaded {} packages where {} were asked for",
                debs.len(),
                packages.len()
            );
        }
        Ok(debs)
    }

    /// An apt program that sees our configuration only.
    fn apt(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("APT_CONFIG", self.work.join("apt.conf"))
            .env("LC_ALL", "C");
        command
    }

    fn configure(&self) -> Result<()> {
        let work = self.work.display();
        for dir in ["lists/partial", "archives/partial", "log"] {
            let path = self.work.join(dir);
            fs::create_dir_all(&path)
                .with_context(|| format!("cannot create {}", path.display()))?;
        }
        // Asked with the system's configuration, not with ours.
        let system = capture(Command::new("apt-config").arg("dump").env("LC_ALL", "C"))?;
        let text = format!(
            r#"{transport}
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Architecture "{architecture}";
APT::Architectures {{ "{architecture}"; }};
APT::Get::AllowUnauthenticated "false";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Dir::Cache "{work}";
Dir::Cache::archives "{work}/archives";
Dir::Etc::Main "/dev/null";
Dir::Etc::Parts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::sourcelist "{work}/debian.sources";
Dir::Etc::sourceparts "/dev/null";
Dir::Log "{work}/log";
Dir::State "{work}";
Dir::State::lists "{work}/lists";
Dir::State::status "{work}/status";
"#,
            transport = transport(&system),
            architecture = self.architecture,
        );
        // An empty database: every dependency is then part of the answer, and
        // none is taken from the host.
        for (name, text) in [("apt.conf", text.as_str()), ("status", "")] {
            let path = self.work.join(name);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    fn update(&self, mirror: &str, keyring: &str) -> Result<()> {
        let sources = format!(
            "Types: deb\nURIs: {mirror}\nSuites: {SUITES}\nComponents: main\nSigned-By: {keyring}\n"
        );
        let path = self.work.join("debian.sources");
        fs::write(&path, sources).with_context(|| format!("cannot write {}", path.display()))?;
        capture(self.apt("apt-get").args(["--quiet=2", "update"])).map(drop)
    }

    /// The version apt would install.
    fn candidate(&self, name: &str) -> Result<String> {
        let policy = capture(self.apt("apt-cache").args(["policy", name]))?;
        policy
            .lines()
            .find_map(|line| line.trim().strip_prefix("Candidate: "))
            .filter(|version| *version != "(none)")
            .map(str::to_owned)
            .with_context(|| {
                format!(
                    "the archive has no package {name} for the architecture {}",
                    self.architecture
                )
            })
    }

    /// Whether the archive still has this version.
    fn has(&self, name: &str, version: &str) -> bool {
        capture(
            self.apt("apt-cache")
                .args(["show", &format!("{name}={version}")]),
        )
        .is_ok()
    }
}

/// Mirrors worth asking, the likeliest first.
fn mirrors() -> Result<Vec<String>> {
    if let Ok(mirror) = std::env::var(MIRROR_VARIABLE) {
        let mirror = mirror.trim();
        if mirror.is_empty() || mirror.contains(char::is_whitespace) {
            bail!("{MIRROR_VARIABLE} must be one URL, not {mirror:?}");
        }
        return Ok(vec![mirror.to_owned()]);
    }
    let targets = |flag: &[&str]| {
        capture(
            Command::new("apt-get")
                .env("LC_ALL", "C")
                .arg("indextargets")
                .args(flag)
                .args([
                    "--format",
                    "$(REPO_URI) $(COMPONENT) $(ORIGIN)",
                    "Created-By: Packages",
                ]),
        )
    };
    let known = ranked(&targets(&[])?);
    if !known.is_empty() {
        return Ok(known);
    }
    // A system on which `apt-get update` never ran, such as a fresh container,
    // knows its sources but not yet whose they are.
    Ok(ranked(&targets(&["--no-release-info"])?))
}

/// Sorts `URI component origin` lines: Debian's archive first, then those of
/// which no list was fetched yet (apt leaves `$(ORIGIN)` in place then); other
/// archives, the security archive and optical discs never.
fn ranked(targets: &str) -> Vec<String> {
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for line in targets.lines() {
        let mut words = line.splitn(3, ' ');
        let (Some(uri), Some("main")) = (words.next(), words.next()) else {
            continue;
        };
        let list = match words.next() {
            Some("Debian") => &mut known,
            None | Some("" | "$(ORIGIN)") => &mut unknown,
            Some(_) => continue,
        };
        if !uri.contains("security") && !uri.starts_with("cdrom:") {
            list.push(uri.to_owned());
        }
    }
    known.extend(unknown);
    let mut seen = Vec::new();
    known.retain(|uri| {
        let key = uri.trim_end_matches('/').to_owned();
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    known
}

/// The lines of `apt-config dump` on how to fetch, without those on what to
/// fetch and on what to let pass.
fn transport(dump: &str) -> String {
    const OURS: &[&str] = &[
        "Acquire::Allow",
        "Acquire::Changelogs",
        "Acquire::IndexTargets",
        "Acquire::Languages",
        "Acquire::Retries",
    ];
    dump.lines()
        .filter(|line| {
            line.starts_with("Acquire::") && !OURS.iter().any(|ours| line.starts_with(ours))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Names and versions from the `Inst name (version …) …` lines of a simulation.
fn planned(simulation: &str) -> impl Iterator<Item = (&str, &str)> {
    simulation.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("Inst ")?.split_once(" (")?;
        let version = rest.split([' ', ')']).next()?;
        Some((name, version))
    })
}

/// The packages of `apt-cache show` records, each once even when both suites
/// carry it.
fn described(records: &str) -> Result<Vec<Package>> {
    let mut packages = Vec::new();
    for record in records
        .split("\n\n")
        .filter(|record| !record.trim().is_empty())
    {
        let field = |name: &str| {
            record
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                .map(|value| value.trim().to_owned())
                .with_context(|| format!("apt describes a package without {name}: {record}"))
        };
        let package = Package {
            name: field("Package")?,
            version: field("Version")?,
            sha256: field("SHA256")?,
        };
        if !packages.contains(&package) {
            packages.push(package);
        }
    }
    Ok(packages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debians_own_archive_is_asked_first_and_once() {
        let targets = "http://a.example/ubuntu/ main Ubuntu\n\
                       http://b.example/debian-security/ main Debian\n\
                       http://c.example/unseen main $(ORIGIN)\n\
                       http://d.example/debian/ contrib Debian\n\
                       cdrom:[disc]/ main Debian\n\
                       http://d.example/debian/ main Debian\n\
                       http://d.example/debian main Debian";
        assert_eq!(
            ranked(targets),
            ["http://d.example/debian/", "http://c.example/unseen"]
        );
    }

    #[test]
    fn a_system_with_other_archives_only_offers_no_mirror() {
        assert!(ranked("http://a.example/ubuntu/ main Ubuntu\n").is_empty());
    }

    #[test]
    fn proxies_are_taken_over_but_not_the_leave_to_skip_signatures() {
        let dump = "APT::Update::Post-Invoke:: \"rm x\";\n\
                    Acquire::http::Proxy \"http://proxy.example:3128\";\n\
                    Acquire::AllowInsecureRepositories \"1\";\n\
                    Acquire::IndexTargets::deb::DEP-11 \"\";";
        assert_eq!(
            transport(dump),
            "Acquire::http::Proxy \"http://proxy.example:3128\";"
        );
    }

    #[test]
    fn a_simulation_gives_names_and_versions() {
        let simulation = "Reading package lists...\n\
                          Inst libc6 (2.43-7 Debian:unstable [amd64]) []\n\
                          Conf libc6 (2.43-7 Debian:unstable [amd64])\n\
                          Inst zlib1g (1:1.3.dfsg-4 Debian:unstable [amd64])";
        let all: Vec<_> = planned(simulation).collect();
        assert_eq!(all, [("libc6", "2.43-7"), ("zlib1g", "1:1.3.dfsg-4")]);
    }

    #[test]
    fn a_package_of_both_suites_counts_once() {
        let record = "Package: a\nVersion: 1\nSHA256: ff\n";
        assert_eq!(
            described(&format!("{record}\n{record}"))
                .expect("two records")
                .len(),
            1
        );
    }

    #[test]
    fn a_record_without_a_hash_is_an_error() {
        let record = "Package: a\nVersion: 1\nSHA256: ff\nDepends: b\n\nPackage: c\nVersion: 2\n";
        assert!(described(record).is_err());
        let (first, _) = record.split_once("\n\n").expect("two records");
        let package = Package {
            name: "a".into(),
            version: "1".into(),
            sha256: "ff".into(),
        };
        assert_eq!(described(first).expect("one record"), [package]);
    }
}
