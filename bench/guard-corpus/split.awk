# Makes a folder of every case. -v to=DIR -v bases=DIR; the file names what comes first in each folder's name.
# === dangerous|clean CLASS NAME [BASE]   begins a case; BASE is a file of bases/ which comes before its own `--- base`.
# --- up | down | base | live | FILE      begins a file of it; `--- recorded V` says which version the live database names.
FNR == 1 { group = FILENAME; sub(/.*\//, "", group); sub(/\.cases$/, "", group); out = "" }
/^=== / {
    close_all()
    dir = sprintf("%s/%s.%s.%s.%s", to, group, $2, $3, $4)
    if (dir in seen) { print "two cases of one name: " dir > "/dev/stderr"; failed = 1; exit 1 }
    seen[dir] = 1
    system("mkdir -p '" dir "/migrations'")
    base = dir "/base.sql"; printf "" > base
    if ($5 != "") { while ((getline line < (bases "/" $5 ".sql")) > 0) print line > base; close(bases "/" $5 ".sql") }
    out = ""
    next
}
/^--- / {
    if ($2 == "up" || $2 == "down") out = dir "/migrations/0001_change." $2 ".sql"
    else if ($2 == "base") out = base
    else if ($2 == "live") out = dir "/live.sql"
    else if ($2 == "recorded") { print $3 > (dir "/recorded"); close(dir "/recorded"); out = ""; next }
    else out = dir "/migrations/" $2
    if (out != base) { printf "" > out; opened[out] = 1 }
    next
}
/^# S[AM][0-9]|^# create-table-unconfirmed|^# The SA rules/ { next }
out != "" { print > out }
END { if (failed) exit 1; close_all() }
function close_all(name) { for (name in opened) { close(name); delete opened[name] } if (base != "") close(base); base = "" }
