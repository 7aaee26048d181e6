# Figures: arithmetic, verdicts, the table and the report.

figures="" # one per line: figure|measured|goal|verdict
details="" # Markdown lines

# figure NAME VALUE GOAL UNIT: a row of the table; GOAL is '>= 0.7' or '< 50', VALUE a number or empty (not measured).
figure() {
    local verdict
    verdict=$(awk -v value="$2" -v goal="$3" 'BEGIN {
        split(goal, part, " ")
        if (value == "") { print "SKIP"; exit }
        met = part[1] == ">=" ? value + 0 >= part[2] + 0 : part[1] == "<=" ? value + 0 <= part[2] + 0 : value + 0 < part[2] + 0
        print met ? "PASS" : "MISS"
    }')
    figures+="$1|${2:-not measured}${2:+$4}|$3$4|$verdict"$'\n'
    printf '  %-4s  %s: %s (goal %s)\n' "$verdict" "$1" "${2:-not measured}${2:+$4}" "$3$4"
}

# detail TEXT...: a line of the report that is no figure of its own.
detail() {
    details+="- $*"$'\n'
    echo "        $*"
}

calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }

# median NUMBER...
median() {
    printf '%s\n' "$@" | sort -g | awk '{ all[NR] = $1 } END {
        if (NR % 2) print all[(NR + 1) / 2]; else printf "%.6g\n", (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
}

# value NAME: reads `name value` lines from standard input.
value() { awk -v name="$1" '$1 == name { print $2 }'; }

print_table() {
    printf '%s' "$figures" | awk -F'|' '
        { line[NR] = $0; for (at = 1; at <= 3; at++) if (length($at) > width[at]) width[at] = length($at) }
        END { for (n = 1; n <= NR; n++) { split(line[n], cell, "|")
            printf "%-*s  %*s  %*s  %s\n", width[1], cell[1], width[2], cell[2], width[3], cell[3], cell[4] } }'
}

# Version lines are printed only for what is here.
machine() {
    echo "- $(date -u '+%Y-%m-%d %H:%M UTC'), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown)$(git diff --quiet HEAD 2>/dev/null || echo ', changed')"
    echo "- $(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo); Linux $(uname -r)"
    echo "- load average at the start ${load_at_start}, at the end $(cut -d' ' -f1-3 /proc/loadavg)"
    echo "- data on $(stat -f -c %T "$work"); $(rustc --version); $("$postgres_bin/postgres" --version | sed 's/ (PostgreSQL)//')"
    echo "- node $(node --version 2>/dev/null || echo missing), $(sed -n 's/^    "\(express\|fastify\|jsonwebtoken\|pg\)": "\(.*\)",\?$/\1 \2,/p' bench/peers/package.json | tr '\n' ' ')wrk with 2 threads and 32 connections"
}

write_report() {
    {
        printf '# What Stoa costs\n\n## Machine\n\n'
        machine
        printf '\n## Figures\n\n| figure | measured | goal | |\n| --- | ---: | ---: | --- |\n'
        printf '%s' "$figures" | awk -F'|' '{ print "| " $1 " | " $2 " | " $3 " | " $4 " |" }'
        printf '\n## Beside them\n\n%s' "$details"
    } >"$out/report.md"
}
