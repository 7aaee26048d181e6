//! The documentation points at what is there, and the map back (`docs/incidents.md`) keeps its form.

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
};

const AT_THE_ROOT: [&str; 4] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];
const MAP: &str = "docs/incidents.md";

#[test]
fn every_link_leads_somewhere() {
    let root = repository();
    let pages = pages(&root).unwrap();
    assert!(pages.contains(&root.join(MAP)), "{MAP} is gone");
    let faults: Vec<_> = pages
        .iter()
        .flat_map(|page| dead_links(&root, page))
        .collect();
    assert!(faults.is_empty(), "dead links:\n{}", faults.join("\n"));
}

#[test]
fn the_map_back_keeps_its_form() {
    let faults = map_faults(&fs::read_to_string(repository().join(MAP)).unwrap());
    assert!(faults.is_empty(), "{MAP}:\n{}", faults.join("\n"));
}

#[test]
fn no_two_decision_records_share_a_number() {
    let mut records: Vec<_> = fs::read_dir(repository().join("docs/decisions"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "clashes.md")
        .collect();
    records.sort();
    for pair in records.windows(2) {
        assert_ne!(pair[0][..4], pair[1][..4], "{pair:?} share a number");
    }
    for name in &records {
        let text = fs::read_to_string(repository().join("docs/decisions").join(name)).unwrap();
        let number: u16 = name[..4].parse().unwrap();
        let title = format!("# {number}. ");
        assert!(
            text.starts_with(&title),
            "{name} should begin with {title:?}"
        );
    }
    assert!(records.len() > 20);
}

#[test]
fn the_papers_say_what_ci_runs() {
    let root = repository();
    let script = fs::read_to_string(root.join(".ci/run")).unwrap();
    let paper = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let steps: Vec<_> = script.lines().filter_map(step).collect();
    assert!(steps.len() > 6, "{steps:?}");
    for step in steps {
        assert!(
            paper.contains(&format!("| `{step}` |")),
            "CONTRIBUTING.md does not name {step:?} of .ci/run"
        );
    }
}

/// What a line of `.ci/run` runs, without what it sets and when.
fn step(line: &str) -> Option<&str> {
    let run = line.rsplit("then ").next()?.split(';').next()?;
    let start = ["cargo ", "make ", "scripts/"].map(|word| run.find(word));
    let start = start.into_iter().flatten().min()?;
    (!line.starts_with('#')).then(|| run[start..].trim())
}

#[test]
fn links_are_read_outside_code_only() {
    let page = "[a](x.md) ![b](y.png \"t\") `[c](z)`\n```\n[d](w)\n```\n[![e](i.svg)](<j k>)\n\n[r]: k.md\n~~~~\n[f](v)\n~~~\n~~~~\n[g](l)";
    assert_eq!(links(page), ["x.md", "y.png", "i.svg", "j k", "k.md", "l"]);
    assert_eq!(links("a [b `c`](d) ``e ` [f](g)`` h"), ["d"]);
}

#[test]
fn anchors_are_made_as_the_forge_makes_them() {
    let page = "# One: `two` & three\n```\n# no\n```\n## Same\n## Same\n### [A link](x)\n<a id=\"own\"></a>";
    let anchors = anchors(page);
    for wanted in ["one-two--three", "same", "same-1", "a-link", "own"] {
        assert!(anchors.contains(wanted), "{wanted} is not in {anchors:?}");
    }
    assert!(!anchors.contains("no"));
}

#[test]
fn a_row_of_another_form_is_a_fault() {
    let row = |row: &str| {
        map_faults(&format!(
            "- \"Later\": x\n| id | a | b | state |\n| --- |\n{row}"
        ))
        .len()
    };
    assert_eq!(
        row("| I0-1 | d | [w](w) | built |\n| I0-2 | d | w | with \"Later\" |"),
        0
    );
    assert_eq!(row("| I0-1 | d | - | history, not built: that night |"), 0);
    for wrong in [
        "| I0-1 | d | w | built |",
        "| I0-1 | d | w | done |",
        "| I0-1 | d | w | with \"Nobody\" |",
        "| I0-1 | d | - | history, not built: |",
        "| I5-1 | d | [w](w) | built |",
        "| X | d | [w](w) | built |",
        "| I0-1 | d | [w](w) | x | built |",
        "| I0-1 | | [w](w) | built |",
        "| I0-1 | d | [w](w) | built |\n| I0-1 | e | [w](w) | built |",
    ] {
        assert_eq!(row(wrong), 1, "{wrong}");
    }
}

fn repository() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_owned()
}

fn pages(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut pages: Vec<_> = AT_THE_ROOT
        .iter()
        .map(|name| root.join(name))
        .filter(|page| page.is_file())
        .collect();
    let mut open = vec![root.join("docs")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if is_markdown(&path) {
                pages.push(path);
            }
        }
    }
    pages.sort();
    Ok(pages)
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

fn dead_links(root: &Path, page: &Path) -> Vec<String> {
    let shown = page.strip_prefix(root).unwrap_or(page).display();
    let Ok(text) = fs::read_to_string(page) else {
        return vec![format!("{shown} cannot be read")];
    };
    links(&text)
        .into_iter()
        .filter(|target| is_ours(target) && !leads_somewhere(root, page, target))
        .map(|target| format!("{shown}: {target}"))
        .collect()
}

/// Whether a target lies in this repository: it names no scheme and no host.
fn is_ours(target: &str) -> bool {
    let scheme = target.split(['/', '#', '?']).next().unwrap_or_default();
    !scheme.contains(':') && !target.starts_with("//")
}

fn leads_somewhere(root: &Path, page: &Path, target: &str) -> bool {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let place = match (path, path.strip_prefix('/')) {
        ("", _) => page.to_owned(),
        (_, Some(from_root)) => root.join(from_root),
        (path, None) => page.parent().unwrap_or(root).join(path),
    };
    let (Ok(place), Ok(root)) = (place.canonicalize(), root.canonicalize()) else {
        return false;
    };
    let has_anchor =
        || fs::read_to_string(&place).is_ok_and(|text| anchors(&text).contains(anchor));
    place.starts_with(root) && (anchor.is_empty() || !is_markdown(&place) || has_anchor())
}

/// The targets of all links, images and link definitions of a page, code left out.
fn links(text: &str) -> Vec<String> {
    prose(text)
        .iter()
        .flat_map(|line| links_of_line(&without_code(line)))
        .collect()
}

fn links_of_line(line: &str) -> Vec<String> {
    let definition = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]: "))
        .map(|(_, rest)| rest);
    let inline = line
        .match_indices("](")
        .map(|(at, opening)| &line[at + opening.len()..]);
    definition
        .into_iter()
        .chain(inline)
        .filter_map(target)
        .collect()
}

/// The target at the start of a text: up to a blank or the closing bracket, or between angle brackets.
fn target(text: &str) -> Option<String> {
    let found = match text.strip_prefix('<') {
        Some(quoted) => quoted.split('>').next(),
        None => text.split([' ', ')']).next(),
    };
    found.map(str::to_owned).filter(|target| !target.is_empty())
}

/// The lines outside fenced code.
fn prose(text: &str) -> Vec<&str> {
    let mut fence = "";
    let mut lines = Vec::new();
    for line in text.lines() {
        let mark = fence_of(line.trim_start());
        if fence.is_empty() && mark.is_empty() {
            lines.push(line);
        } else if fence.is_empty() {
            fence = mark;
        } else if mark.starts_with(fence) && line.trim() == mark {
            fence = "";
        }
    }
    lines
}

/// The run of three or more backticks or tildes that a line begins with, else nothing.
fn fence_of(line: &str) -> &str {
    let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else {
        return "";
    };
    let run = line.len() - line.trim_start_matches(mark).len();
    if run >= 3 { &line[..run] } else { "" }
}

/// A line without its code spans.
fn without_code(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        kept.push_str(&rest[..at]);
        let after = rest[at..].trim_start_matches('`');
        let ticks = &rest[at..rest.len() - after.len()];
        rest = after.split_once(ticks).map_or(after, |(_, behind)| behind);
    }
    kept + rest
}

/// The anchors of a page: one for each heading, and those written by hand.
fn anchors(text: &str) -> HashSet<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut anchors = HashSet::new();
    for line in prose(text) {
        anchors.extend(
            line.split("id=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .map(str::to_owned),
        );
        let heading = line.trim_start_matches('#');
        if heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let slug = slug(heading.trim());
        let times = seen.entry(slug.clone()).or_default();
        anchors.insert(if *times == 0 {
            slug
        } else {
            format!("{slug}-{times}")
        });
        *times += 1;
    }
    anchors
}

/// A heading as the forge writes it into an address; of a link only the text counts.
fn slug(heading: &str) -> String {
    let mut text = heading.to_owned();
    while let Some((start, end)) = text
        .find("](")
        .and_then(|at| text[at..].find(')').map(|end| (at, at + end)))
    {
        text.replace_range(start..=end, "");
    }
    let kept = text.to_lowercase().replace(' ', "-");
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

/// Everything that is wrong with the rows of the map back.
fn map_faults(text: &str) -> Vec<String> {
    let issues: HashSet<_> = text
        .lines()
        .filter_map(|line| {
            line.strip_prefix("- \"")?
                .split_once("\":")
                .map(|(name, _)| name)
        })
        .collect();
    let mut ids = HashSet::new();
    let rows = text.lines().filter(|line| line.starts_with('|'));
    rows.filter(|row| !row.starts_with("| id |") && !row.starts_with("| ---"))
        .filter_map(|row| row_fault(row, &issues, &mut ids).map(|fault| format!("{fault}: {row}")))
        .collect()
}

fn row_fault<'t>(
    row: &'t str,
    issues: &HashSet<&str>,
    ids: &mut HashSet<&'t str>,
) -> Option<&'static str> {
    let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [id, demand, answer, state] = cells[..] else {
        return Some("not four cells");
    };
    if !is_id(id) {
        return Some("not an id such as I0-12");
    }
    if !ids.insert(id) {
        return Some("this id stands twice");
    }
    if demand.is_empty() || answer.is_empty() {
        return Some("an empty cell");
    }
    if state == "built" {
        return (!answer.contains("](")).then_some("built, and no link shows it");
    }
    if let Some(issue) = state
        .strip_prefix("with \"")
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return (!issues.contains(issue)).then_some("an issue that the page does not list");
    }
    let reason = state.strip_prefix("history, not built: ");
    reason.is_none().then_some("not one of the three states")
}

/// `I`, the document's number (0 to 4), a dash, the demand's number.
fn is_id(id: &str) -> bool {
    let parts = id.strip_prefix('I').and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(document, number)| {
        matches!(document, "0" | "1" | "2" | "3" | "4")
            && number.parse::<u16>().is_ok_and(|n| n > 0)
    })
}
