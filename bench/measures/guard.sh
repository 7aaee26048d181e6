# 7. The guard on our own corpus, beside squawk on the same up files. Cases: bench/guard-corpus, written from the contract alone.

measure_guard() {
    local cases=$work/guard each
    awk -v to="$cases" -v bases=bench/guard-corpus/bases -f bench/guard-corpus/split.awk bench/guard-corpus/*.cases
    "$stoa" migrate lint --help >"$work/lint.help"
    "$stoa" migrate drift --help >"$work/drift.help" 2>&1 || : >"$work/drift.help"
    if grep -q -e --recorded "$work/drift.help" || grep -q -e --scratch-url "$work/lint.help"; then start_scratch; fi
    for each in "$cases"/*; do judge_case "$each"; done
    guard_verdicts "$cases" >"$out/guard.verdicts"
    guard_figures "$out/guard.verdicts"
    if command -v squawk >/dev/null; then
        for each in "$cases"/*; do squawk_case "$each"; done
        guard_beside_squawk "$cases"
    else
        detail 'squawk is not here (pip install squawk-cli): nothing beside the guard'
    fi
    time_guard
    if [ -n "${scratch_url:-}" ]; then time_schemas; fi
    stop_all
}

# judge_case DIR: writes findings.json there; a case with a live database is asked of `drift`, the others of `lint`.
judge_case() {
    local ask=(lint "$1/migrations" --base "$1/base.sql" --fail-on never)
    if grep -q -e --scratch-url "$work/lint.help"; then ask+=(--scratch-url "$scratch_url/postgres"); fi
    if [ -f "$1/recorded" ]; then
        grep -q -e --recorded "$work/drift.help" || return 0
        make_live "$1"
        ask=(drift --database-url "$scratch_url/live" --dir "$1/migrations" --recorded "$(cat "$1/recorded")")
    fi
    # Findings are not a failure; what cannot be read is counted below.
    "$stoa" migrate "${ask[@]}" --format json >"$1/findings.json" 2>"$1/log" || true
}

make_live() {
    "$postgres_bin/psql" -XqAt "$scratch_url/postgres" -c 'drop database if exists live' -c 'create database live' 2>>"$work/scratch.log"
    "$postgres_bin/psql" -XqAt -v ON_ERROR_STOP=1 "$scratch_url/live" -f "$1/live.sql" >/dev/null
}

# guard_verdicts DIR: per case, `verdict|kind|class|name|classes that were reported`.
guard_verdicts() {
    local each group kind class name said
    for each in "$1"/*; do
        IFS=. read -r group kind class name <<<"${each##*/}"
        if ! [ -s "$each/findings.json" ] || ! jq -e .findings "$each/findings.json" >/dev/null 2>&1; then
            echo "unread|$kind|$class|$name|"
            continue
        fi
        said=$(jq -r --arg kind "$kind" '[.findings[] | select($kind == "dangerous" or .level != "info") | .class] | unique | join(" ")' "$each/findings.json")
        if [ "$kind" = clean ]; then
            echo "$([ -z "$said" ] && echo quiet || echo flagged)|clean|$class|$name|$said"
        else
            case " $said " in *" $class "*) echo -n right ;; '  ') echo -n silent ;; *) echo -n other ;; esac
            echo "|dangerous|$class|$name|$said"
        fi
    done
}

guard_figures() {
    local dangerous clean right other
    dangerous=$(grep -c '|dangerous|' "$1") clean=$(grep -c '|clean|' "$1")
    right=$(grep -c '^right|' "$1" || true) other=$(grep -c '^other|' "$1" || true)
    figure "guard, own corpus: dangerous cases in the right class, of $dangerous" "$right" ">= $((dangerous * 105 / 111))" ''
    figure "guard, own corpus: clean cases flagged at warning or above, of $clean" "$(grep -c '^flagged|' "$1" || true)" "<= $((clean / 36))" ''
    detail "guard, own corpus: $other dangerous cases under another class alone, $(grep -c '^silent|' "$1" || true) with no finding, $(grep -c '^unread|' "$1" || true) cases without an answer; each in bench/out/guard.verdicts"
}

# squawk_case DIR: its rules on the up files, style (`prefer-`) left out, one per line.
squawk_case() {
    { squawk --reporter json "$1"/migrations/*.up.sql 2>/dev/null || true; } |
        jq -r '.[].rule_name | select(startswith("prefer-robust") or startswith("prefer-text") | not)' 2>/dev/null | sort -u >"$1/squawk" || true
}

guard_beside_squawk() {
    local each group kind class name right=0 any=0 flagged=0 timeout=0
    for each in "$1"/*; do
        IFS=. read -r group kind class name <<<"${each##*/}"
        if [ "$kind" = clean ]; then
            [ ! -s "$each/squawk" ] || flagged=$((flagged + 1))
            ! grep -qvE '^require-.*(timeout|timeout-settings)$' "$each/squawk" || timeout=$((timeout + 1))
            continue
        fi
        [ ! -s "$each/squawk" ] || any=$((any + 1))
        ! awk -v class="$class" 'FNR == NR { for (at = 2; at <= NF; at++) if ($at == class) means[$1] = 1; next } $1 in means { found = 1 }
            END { exit !found }' bench/guard-corpus/squawk.classes "$each/squawk" || right=$((right + 1))
    done
    detail "$(squawk --version) on the same up files: $right dangerous cases under a rule of that meaning, $any under any; $flagged clean cases flagged, $timeout of them not only for a missing timeout (style rules left out)"
}

# One folder of 100 pairs, read only; the median of nine.
time_guard() {
    local at began times=()
    mkdir "$work/hundred"
    for ((at = 1; at <= 50; at++)); do
        printf "set local lock_timeout = '3s';\nalter table shop add column c%d text;\ncreate table t%d (id bigint primary key, shop bigint references shop);\n" "$at" "$at" \
            >"$work/hundred/$(printf %04d "$at")_step.up.sql"
        printf "set local lock_timeout = '3s';\ndrop table t%d;\nalter table shop drop column c%d;\n" "$at" "$at" \
            >"$work/hundred/$(printf %04d "$at")_step.down.sql"
    done
    for ((at = 0; at < 9; at++)); do
        began=$(now_us)
        "$stoa" migrate lint "$work/hundred" --static --fail-on never >/dev/null 2>&1 || true
        times+=("$(calc "($(now_us) - $began) / 1000" 1)")
    done
    figure 'guard: 100 files, read only' "$(median "${times[@]}")" '< 100' ' ms'
}

# Schemas of 50 and of 500 tables: the fingerprint, one migration up, down and up again, and a start with nothing to do.
time_schemas() {
    local tables at began times dir=$work/one
    mkdir "$dir"
    printf 'alter table app.t1 add column extra text;\n' >"$dir/0001_extra.up.sql"
    printf 'alter table app.t1 drop column extra;\n' >"$dir/0001_extra.down.sql"
    for tables in 50 500; do
        tables "$tables" >"$work/tables.sql"
        psql_scratch postgres -c "create database of_$tables"
        psql_scratch "of_$tables" -1 -f "$work/tables.sql"
        times=()
        for ((at = 0; at < 9; at++)); do
            began=$(now_us)
            "$stoa" migrate fingerprint --database-url "$scratch_url/of_$tables" --dir "$dir" >/dev/null
            times+=("$(calc "($(now_us) - $began) / 1000000" 3)")
        done
        if [ "$tables" = 500 ]; then
            figure 'guard: fingerprint of 500 tables, the whole command' "$(median "${times[@]}")" '< 0.6' ' s'
        else
            detail "guard: fingerprint of 50 tables, the whole command: $(median "${times[@]}") s"
        fi
        times=()
        for ((at = 0; at < 3; at++)); do
            began=$(now_us)
            "$stoa" migrate plan "$dir" --base "$work/tables.sql" --scratch-url "$scratch_url/postgres" --format json >"$work/plan.json"
            detail "guard: plan beside $tables tables, with loading them: $(calc "($(now_us) - $began) / 1000000" 2) s"
            times+=("$(jq '.plan[0].took_ms / 1000' "$work/plan.json")")
        done
        figure "guard: up, down and up again beside $tables tables" "$(median "${times[@]}")" "< $((tables == 50 ? 1 : 3))" ' s'
    done
    "$stoa" migrate up --database-url "$scratch_url/of_500" --dir "$dir" >/dev/null
    times=()
    for ((at = 0; at < 9; at++)); do
        began=$(now_us)
        "$stoa" migrate up --database-url "$scratch_url/of_500" --dir "$dir" >/dev/null
        times+=("$(calc "($(now_us) - $began) / 1000" 1)")
    done
    figure 'guard: up of an up-to-date database, the whole command' "$(median "${times[@]}")" '< 50' ' ms'
}

psql_scratch() { # database, arguments of psql
    local database=$1
    shift
    "$postgres_bin/psql" -Xq -v ON_ERROR_STOP=1 "$scratch_url/$database" "$@" >/dev/null
}

# tables NUMBER: a schema as real ones are: keys, indexes, policies, comments.
tables() {
    awk -v most="$1" -v quote="'" 'BEGIN {
        print "create schema app;"
        for (n = 1; n <= most; n++) {
            t = "app.t" n
            print "create table " t " (id bigint generated always as identity primary key, owner uuid not null, name text not null,"
            print "    state text not null default " quote "new" quote " check (state <> " quote quote "), amount numeric(12, 2), note varchar(200),"
            print "    created_at timestamptz not null default now(), updated_at timestamptz, parent bigint);"
            if (n > 1) print "alter table " t " add constraint t" n "_parent foreign key (parent) references app.t" (n - 1) " (id);"
            print "create index t" n "_owner on " t " (owner);\ncreate index t" n "_parent on " t " (parent);"
            print "alter table " t " enable row level security;"
            print "create policy t" n "_own on " t " for select using (owner::text = (select current_setting(" quote "app.who" quote ", true)));"
            print "comment on table " t " is " quote "table " n quote ";"
        }
    }'
}

# start_scratch: a private cluster on a socket below `work`; sets scratch_url. PostgreSQL does not run as root.
start_scratch() {
    local as=() dir=$work/scratch tries=0
    if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid postgres --regid postgres --init-groups); fi
    mkdir "$dir"
    if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
    "${as[@]}" "$postgres_bin/initdb" -D "$dir/data" -A trust -U postgres >"$work/scratch.log"
    "${as[@]}" "$postgres_bin/postgres" -D "$dir/data" -c listen_addresses= -c fsync=off -k "$dir" >>"$work/scratch.log" 2>&1 &
    started+=("$!")
    scratch_url="postgres://postgres@$(sed 's|/|%2F|g' <<<"$dir")"
    until "$postgres_bin/pg_isready" -q -h "$dir" || [ "$tries" -ge 200 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}
