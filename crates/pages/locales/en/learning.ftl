# Courses and lessons.

lessons-title = My lessons
lessons-continue = Continue
lessons-begin = Begin
lessons-empty = No courses yet
lessons-empty-text = A course appears here as soon as a manager opens it for you. If you have paid already, write to us.
lessons-empty-action = See the express course
course-done = Course done
course-count = { $done } of { $total } done
course-to-come = The lessons are being prepared: they appear here by themselves.
course-percent = { $percent }% of the course
course-progress = Progress: { $course }
course-expires = Access until { $day }
lesson-done = Done
lesson-begun = Begun
lesson-open = Open
lesson-locked = Locked
locked-after = Opens after the lesson “{ $lesson }”.
locked-after-course = Opens after the course “{ $course }”.
locked-until = Opens on { $day }.
locked-expired = Your access has ended.
lesson-contents = Course contents
lesson-mark = Mark as done
lesson-is-done = This lesson is done.
lesson-undo = Take the mark back
lesson-neighbours = Neighbouring lessons
lesson-previous = Previous
lesson-next = Next
lesson-next-locked = Next, still locked
lesson-last = This was the last lesson
lesson-all = All lessons
missing-title = Before this lesson counts
missing-mark = mark it as done
missing-watch = watch the video up to { $needed }% (now { $watched }%)
missing-time =
    { $n ->
        [one] spend { $n } more minute with it
       *[other] spend { $n } more minutes with it
    }
missing-quiz = answer the questions at its end
video-open = Open the video
video-position = You stopped at { $time }
video-soon = The video will be here soon; the text is here already.
