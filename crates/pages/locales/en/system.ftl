# System health, alerts, jobs, schemas.

system-title = System Health
system-events = Latest events
mode-title = How work is done
mode-async-text = Workers take accepted work from the queue.
mode-direct-text = The process that accepts work does it at once; workers only mend what failed.
mode-since = Since
mode-cache = Answered from memory
mode-reason = Why
mode-reason-hint = Every administrator reads it, in the chat too.
mode-confirm = To confirm, type { $mode }
mode-switch = Switch to { $mode }
queues-title = Queues
queue-ready = Ready
queue-oldest = The oldest waits, s
queue-waiting = Later
queue-running = Running
queue-dead = Given up
alerts-title = Alerts
alerts-all = All alerts
alerts-when = When
alerts-level = Level
alerts-message = Message
alerts-told = Told
alerts-not-yet = not yet
alerts-none = Nothing was said.
jobs-title = Jobs
jobs-database = Database
jobs-state = State
job-ready = Waits
job-running = Runs
job-done = Done
job-dead = Given up
job-cancelled = Put away
jobs-kind = Kind
jobs-reason = Reason
jobs-none = No such jobs.
jobs-job = Job
jobs-attempts = Attempts
jobs-no-attempts = It was not begun yet.
jobs-turn = Its turn
jobs-mode = Way
jobs-since = Asked for
jobs-ended = Ended
jobs-payload = What it was given
jobs-retry = Do it now
jobs-cancel = Put it away
jobs-redrive = Begin all of these again
jobs-pause-title = Stop a kind
jobs-pause-text = Workers begin no more jobs of the kind; those that run go on. Nothing is lost.
jobs-pause = Stop
jobs-paused = is stopped since
jobs-resume = Go on
flash-mode-changed = The mode is changed. Everybody is told.
flash-mode-same = The mode stood so already.
flash-job-retried = The job begins again.
flash-job-cancelled = The job is put away.
flash-job-refused = Nothing was done: the job has moved on meanwhile.
flash-jobs-redriven = The jobs begin again.
flash-kind-paused = The kind is stopped.
flash-kind-resumed = The kind goes on.
door-system = Parts, queues, the way work is done
fault-mode-confirmation = Type the name of the mode, letter by letter.
fault-reason = Say why, in 3 to 300 characters.
schema-title = Database schemas
schema-text = What each database is, held against what the migrations make of it, and who gets where.
schema-version = Version of { $set }
schema-pending = { $n ->
    [one] { $n } migration waits
   *[other] { $n } migrations wait
}
schema-pending-help = They are run by the next start that has the login of the owner:
schema-unfinished = it began and did not end. Bring it to its end:
schema-fingerprint = Fingerprint
schema-drift = Changed by hand
schema-drift-none = Nothing: it is what the last migration left.
schema-drift-help = Take it back, or write it into a migration. This command proposes the files:
schema-seen-at = Looked at
schema-no-login = This process serves without the login of the owner and knows the versions only. For all the rest, give it:
schema-failed-help = When the database answers again, this page does too. How the parts do:
schema-audit = Access and order
schema-audit-none = Nothing to mend: nobody gets where they should not, and nothing is in disorder.
schema-audit-help = The first command writes migrations that mend, the second explains a rule:
schema-audit-known = { $n ->
    [one] { $n } finding is known and meant so.
   *[other] { $n } findings are known and meant so.
}
schema-audit-notes = { $n ->
    [one] { $n } note
   *[other] { $n } notes
}
schema-runs = Latest runs
schema-runs-none = No migration was run here yet. The next start runs them when it has:
schema-migration = Migration
schema-took = Took, ms
schema-by = By
schema-rule = Rule
schema-what = What and what to do
schema-reach = Reachable by
schema-run-applied = applied
schema-run-running = not ended
schema-run-failed = failed, nothing left of it
schema-run-reverted = undone
schema-run-stamped = recorded on proof
schema-in-order = in order
schema-behind = behind
schema-look-at-it = look at it
schema-unseen = not seen
schema-version-only = versions only
