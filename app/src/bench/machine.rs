//! What Linux says of the machine and of processes: processor time, memory, the disk.

use std::fs::{File, read_dir, read_to_string};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// Linux counts processor time for `/proc` in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// What a process has used of the processors so far, its own children that it has waited for included.
struct Used {
    own: u32,
    reaped: u32,
    parent: u32,
}

fn used(pid: u32) -> Option<Used> {
    let stat = read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in the second field may hold anything, brackets and spaces too.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|text| text.parse::<u32>().ok());
    Some(Used { own: number(11)? + number(12)?, reaped: number(13)? + number(14)?, parent: number(1)? })
}

/// Processor time of one process so far.
pub fn cpu_of(pid: u32) -> Duration {
    used(pid).map_or(Duration::ZERO, |used| TICK * used.own)
}

/// Processor time so far of a server that answers each connection in a process of its own: those that run and those that
/// have ended.
pub fn cpu_of_family(root: u32) -> Duration {
    let ended = used(root).map_or(0, |used| used.own + used.reaped);
    let running: u32 = processes().filter_map(used).filter(|used| used.parent == root).map(|used| used.own).sum();
    TICK * (ended + running)
}

/// The process that started `pid`.
pub fn parent_of(pid: u32) -> Option<u32> {
    used(pid).map(|used| used.parent)
}

fn processes() -> impl Iterator<Item = u32> {
    let names = read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    names.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Processor time everybody on this machine has used so far.
pub fn cpu_of_all() -> Duration {
    let stat = read_to_string("/proc/stat").unwrap_or_default();
    let all: Vec<u32> =
        stat.lines().next().unwrap_or_default().split_whitespace().skip(1).filter_map(|n| n.parse().ok()).collect();
    // user, nice, system, then idle and waiting, then interrupts and what the host took away.
    TICK * [0, 1, 2, 5, 6].into_iter().filter_map(|at| all.get(at)).sum()
}

/// Memory of a process that is its own and no file's, in megabytes: what it would need without a page cache.
pub fn anonymous_mb(pid: u32) -> Option<f64> {
    let status = read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("RssAnon:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// The processors, for a reader of the figures.
pub fn processors() -> String {
    let info = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = |name: &str| {
        let mut lines = info.lines().filter(|line| line.starts_with(name));
        lines.next().and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned())
    };
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{count} × {}", named("model name").unwrap_or_else(|| "unknown processor".into()))
}

/// How long the disk under `folder` takes to make four kilobytes durable, in milliseconds: one in two takes longer.
pub fn fdatasync_ms(folder: &Path) -> io::Result<f64> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path)?;
    let mut taken = Vec::with_capacity(300);
    for _ in 0..300 {
        file.write_all(&[7; 4096])?;
        let began = Instant::now();
        file.sync_data()?;
        taken.push(began.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok(middle(&mut taken).as_secs_f64() * 1e3)
}

/// The one in the middle.
pub fn middle(taken: &mut [Duration]) -> Duration {
    taken.sort_unstable();
    taken.get(taken.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_seen_to_work() {
        let me = std::process::id();
        let began = cpu_of(me);
        let mut sum = 0_u64;
        while cpu_of(me) == began {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        let mine = cpu_of(me);
        assert!(cpu_of_family(me) >= mine, "it is its own family's first");
        assert!(anonymous_mb(me).is_some_and(|mb| mb > 0.1));
        assert!(cpu_of_all() >= mine);
        assert!(parent_of(me).is_some_and(|parent| parent > 0));
    }
}
