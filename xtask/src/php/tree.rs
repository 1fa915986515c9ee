//! The directory tree of a private PHP: unpacked packages, made to run from
//! where they are.
//!
//! The interpreter gets the dynamic linker and, as `DT_RPATH`, the libraries of
//! its own distribution: that reaches every library and module loaded later,
//! and, unlike `LD_LIBRARY_PATH`, no child process. Compiled-in paths (`/etc/php`,
//! `/usr/lib/php`) cannot be moved, so `bin/php` is a two-line script that says
//! where ini files and modules are. Modules of the host's compiler load as long
//! as the host's C library is not newer than the tree's.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::pins::Recipe;
use crate::process::{capture, output};

/// The interpreter proper, relative to the root. PHP looks for `php-cli.ini`
/// beside itself before any compiled-in place.
const INTERPRETER: &str = "usr/libexec/php";
const INTERPRETER_INI: &str = "usr/libexec/php-cli.ini";

/// `bin/php-config` of the tree at `root`.
pub(crate) fn php_config(root: &Path) -> PathBuf {
    root.join("bin/php-config")
}

/// Unpacks `debs` into `staging` and prepares the tree to run at `root`.
///
/// # Errors
/// When a package cannot be unpacked, lacks something this relies on, or the
/// file system refuses.
pub(crate) fn plant(recipe: &Recipe, debs: &[PathBuf], staging: &Path, root: &Path) -> Result<()> {
    for deb in debs {
        capture(
            Command::new("dpkg-deb")
                .arg("--extract")
                .arg(deb)
                .arg(staging),
        )?;
    }
    let series = recipe.series;
    let scan_dir = format!("etc/php/{series}/cli/conf.d");
    let script = staging.join(format!("usr/bin/php-config{series}"));
    let text =
        fs::read_to_string(&script).with_context(|| format!("cannot read {}", script.display()))?;
    let api = value(&text, "phpapi")?;
    let extension_dir = root.join("usr/lib/php").join(api);

    enable_modules(staging, &scan_dir)?;
    place_interpreter(series, staging, root)?;
    let ini = format!(
        "; Written by cargo xtask php.\nextension_dir = \"{}\"\n",
        extension_dir.display()
    );
    write(&staging.join(INTERPRETER_INI), &ini)?;
    let launcher = format!(
        "#!/bin/sh\n\
         # PHP's compiled-in paths belong to another root. -d holds under -n, too.\n\
         export PHP_INI_SCAN_DIR=\"${{PHP_INI_SCAN_DIR-{root}/{scan_dir}}}\"\n\
         exec {root}/{INTERPRETER} -d extension_dir={extension_dir} \"$@\"\n",
        root = root.display(),
        extension_dir = extension_dir.display(),
    );
    let php = staging.join(format!("usr/bin/php{series}"));
    write_executable(&php, &launcher)?;
    write_executable(&script, &relocated(&text, series, root)?)?;

    let bin = staging.join("bin");
    fs::create_dir(&bin).with_context(|| format!("cannot create {}", bin.display()))?;
    for name in ["php", "php-config"] {
        symlink(format!("../usr/bin/{name}{series}"), bin.join(name))
            .with_context(|| format!("cannot link {name} in {}", bin.display()))?;
    }
    // Manuals, translations and changelogs: the ini files were taken from there.
    // And what phpenmod works on, since the host's would work on the host's.
    for unused in ["usr/share", &format!("etc/php/{series}/mods-available")] {
        let dir = staging.join(unused);
        fs::remove_dir_all(&dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    Ok(())
}

/// Starts the finished tree with all of its modules and returns its version.
///
/// # Errors
/// When it does not start, is of another series or thread-safe, complains about
/// a module, or disagrees with its php-config.
pub(crate) fn verify(recipe: &Recipe, root: &Path) -> Result<String> {
    let php = root.join("bin/php");
    let done = output(Command::new(&php).args(["-r", "echo PHP_VERSION, ' ', (int) PHP_ZTS;"]))?;
    let text = String::from_utf8_lossy(&done.stdout);
    let complaint = String::from_utf8_lossy(&done.stderr);
    // Startup warnings (a module that does not load) go to either stream.
    let version = match text.split_once(' ') {
        Some((version, "0")) if done.status.success() && complaint.is_empty() => version,
        _ => bail!(
            "{} does not start as it should ({}): {text}{complaint}",
            php.display(),
            done.status
        ),
    };
    if !version
        .strip_prefix(recipe.series)
        .is_some_and(|rest| rest.starts_with('.'))
    {
        bail!("{} is PHP {version}, not {}", php.display(), recipe.series);
    }
    let ask = |flag: &str| capture(Command::new(php_config(root)).arg(flag));
    let told = ask("--version")?;
    if told != version {
        bail!("php-config speaks for PHP {told}, but the interpreter is {version}");
    }
    for flag in [
        "--php-binary",
        "--include-dir",
        "--extension-dir",
        "--ini-dir",
    ] {
        let path = ask(flag)?;
        if !Path::new(&path).starts_with(root) || !Path::new(&path).exists() {
            bail!(
                "php-config {flag} gives {path}, which is not in {}",
                root.display()
            );
        }
    }
    Ok(version.to_owned())
}

/// Gives every packaged module its ini file, as the packages' own scripts would.
fn enable_modules(staging: &Path, scan_dir: &str) -> Result<()> {
    let target = staging.join(scan_dir);
    fs::create_dir_all(&target).with_context(|| format!("cannot create {}", target.display()))?;
    // usr/share/php8.6-mysql/mysql/mysqli.ini
    let mut enabled = 0;
    for package in entries(&staging.join("usr/share"))? {
        if !package.is_dir()
            || !package
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("php"))
        {
            continue;
        }
        for dir in entries(&package)?.iter().filter(|dir| dir.is_dir()) {
            for ini in entries(dir)? {
                let Some(name) = ini.file_name().and_then(|name| name.to_str()) else {
                    continue;
                };
                if !name.ends_with(".ini") {
                    continue;
                }
                let text = fs::read_to_string(&ini)
                    .with_context(|| format!("cannot read {}", ini.display()))?;
                write(&target.join(format!("{}-{name}", priority(&text))), &text)?;
                enabled += 1;
            }
        }
    }
    if enabled == 0 {
        bail!("no PHP package brought an ini file for its module");
    }
    Ok(())
}

/// Load order of a module: `; priority=10` in its ini file, 20 without one.
fn priority(ini: &str) -> &str {
    ini.lines()
        .find_map(|line| line.strip_prefix(';')?.trim().strip_prefix("priority="))
        .map(str::trim)
        .filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or("20")
}

/// Moves the interpreter out of the launcher's way and binds it to its own
/// dynamic linker and libraries.
fn place_interpreter(series: &str, staging: &Path, root: &Path) -> Result<()> {
    let (libraries, linker) = dynamic_linker(staging)?;
    let interpreter = staging.join(INTERPRETER);
    fs::create_dir_all(staging.join("usr/libexec"))?;
    fs::rename(staging.join(format!("usr/bin/php{series}")), &interpreter)
        .context("the packages brought no interpreter")?;
    // patchelf comes from the same packages, so it needs their linker as well.
    capture(
        Command::new(staging.join(&linker))
            .arg("--library-path")
            .arg(staging.join(&libraries))
            .arg(staging.join("usr/bin/patchelf"))
            .arg("--set-interpreter")
            .arg(root.join(&linker))
            // DT_RPATH rather than DT_RUNPATH: the latter is not passed on to
            // what libraries and modules load in turn (ld.so(8)).
            .arg("--force-rpath")
            .arg("--set-rpath")
            .arg(root.join(&libraries))
            .arg(&interpreter),
    )?;
    Ok(())
}

/// The library directory and the dynamic linker in it, relative to the tree.
fn dynamic_linker(staging: &Path) -> Result<(PathBuf, PathBuf)> {
    for dir in entries(&staging.join("usr/lib"))?
        .iter()
        .filter(|dir| dir.is_dir())
    {
        for file in entries(dir)? {
            if file
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("ld-linux"))
            {
                return Ok((
                    dir.strip_prefix(staging)?.to_owned(),
                    file.strip_prefix(staging)?.to_owned(),
                ));
            }
        }
    }
    bail!("the packages brought no dynamic linker");
}

/// What is in a directory, sorted by name.
fn entries(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        all.push(entry?.path());
    }
    all.sort();
    Ok(all)
}

/// The value of a `name="…"` line in a shell script.
fn value<'t>(script: &'t str, name: &str) -> Result<&'t str> {
    script
        .lines()
        .find_map(|line| {
            line.strip_prefix(name)?
                .strip_prefix("=\"")?
                .strip_suffix('"')
        })
        .with_context(|| format!("php-config does not set {name}"))
}

/// php-config with the paths of the tree at `root`.
///
/// # Errors
/// When the script has changed so much that a line we replace is not in it
/// exactly once: better no php-config than one that points into the host.
fn relocated(script: &str, series: &str, root: &Path) -> Result<String> {
    let root = root.display();
    let includes = format!("{} -I{root}/usr/include", value(script, "includes")?);
    let replacements = [
        ("prefix=", format!("prefix=\"{root}/usr\"")),
        ("datarootdir=", format!("datarootdir=\"{root}/usr/share\"")),
        // pcre2.h; nothing else of the distribution's C headers is in there.
        ("includes=", format!("includes=\"{includes}\"")),
        ("lib_dir=", format!("lib_dir=\"{root}/usr/lib/php\"")),
        (
            "ini_dir=",
            format!("ini_dir=\"{root}/etc/php/{series}/cli/conf.d\""),
        ),
        ("ini_path=", format!("ini_path=\"{root}/usr/libexec\"")),
        // It asks the host's package database, which knows nothing of us.
        ("php_sapis=$(", "php_sapis=\"cli\"".to_owned()),
    ];
    let mut used = [0_usize; 7];
    let mut text = String::with_capacity(script.len() + 1024);
    for line in script.lines() {
        match replacements
            .iter()
            .position(|(start, _)| line.starts_with(start))
        {
            Some(at) => {
                used[at] += 1;
                text.push_str(&replacements[at].1);
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    for ((start, _), count) in replacements.iter().zip(used) {
        if count != 1 {
            bail!("php-config has {count} lines that start with {start}, not one");
        }
    }
    Ok(text)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn write_executable(path: &Path, text: &str) -> Result<()> {
    write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("cannot make {} executable", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = r#"#! /bin/sh
prefix="/usr"
datarootdir="/usr/share"
exec_prefix="${prefix}"
include_dir="${prefix}/include/php/20260924"
lib_dir="\${prefix}/lib/php"
includes="-I$include_dir $(getconf LFS_CFLAGS)"
phpapi="20260924"
#php_sapis=" cli"
ini_dir="/etc/php/8.6/cli/conf.d"
ini_path="/etc/php/8.6/cli"
php_sapis=$(dpkg-query -W)
case "$1" in
--prefix) echo $prefix;;
--ini-dir) echo $ini_dir;;
--include-dir) echo $include_dir;;
--sapis) echo $php_sapis;;
esac
"#;

    #[test]
    fn a_relocated_php_config_answers_with_paths_of_the_tree() {
        let text = relocated(SCRIPT, "8.6", Path::new("/c/php")).expect("every line is there");
        let ask = |flag: &str| {
            capture(Command::new("/bin/sh").args(["-c", &text, "php-config", flag]))
                .expect("sh runs it")
        };
        assert_eq!(ask("--prefix"), "/c/php/usr");
        assert_eq!(ask("--ini-dir"), "/c/php/etc/php/8.6/cli/conf.d");
        assert_eq!(ask("--include-dir"), "/c/php/usr/include/php/20260924");
        assert_eq!(ask("--sapis"), "cli");
        assert!(
            text.contains("-I$include_dir $(getconf LFS_CFLAGS) -I/c/php/usr/include"),
            "{text}"
        );
    }

    #[test]
    fn a_php_config_that_has_changed_is_refused() {
        let without = SCRIPT.replace("ini_dir=", "scan_dir=");
        let refusal = relocated(&without, "8.6", Path::new("/c"))
            .expect_err("must be refused")
            .to_string();
        assert!(refusal.contains("ini_dir"), "{refusal}");
    }

    #[test]
    fn modules_load_in_the_order_their_ini_files_ask_for() {
        assert_eq!(
            priority("; configuration\n; priority=10\nextension=pdo.so\n"),
            "10"
        );
        assert_eq!(priority("extension=curl.so\n"), "20");
        assert_eq!(priority("; priority=../../x\n"), "20");
    }

    #[test]
    fn a_value_is_read_from_a_shell_script() {
        assert_eq!(value(SCRIPT, "phpapi").expect("phpapi"), "20260924");
        assert!(value(SCRIPT, "missing").is_err());
    }
}
