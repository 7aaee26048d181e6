# Pages for requests that could not be answered.

error-home = To my page
error-wait =
    { $n ->
        [one] Wait { $n } second and try again.
       *[other] Wait { $n } seconds and try again.
    }
error-you-are = You are signed in as
error-you-have = Your roles
error-needed = One of these roles is needed
error-forbidden = This page is not open to you
error-forbidden-text = You are signed in all right, but this page needs another role. An administrator can give it.
error-foreign = This form did not come from our site
error-foreign-text = Nothing was changed. Open the page here and send the form from it.
error-signed-out = You were signed out
error-signed-out-text = Nothing was changed: the session ended before the form was sent. Sign in and try again.
error-unreadable = The request could not be read
error-unreadable-text = Nothing was changed. Go back, reload the page and try once more.
error-not-found = There is no such page
error-not-found-text = The link is wrong, or the page was taken away.
error-method = This page cannot be used that way
error-method-text = Open it from the menu, not from the browser's history.
error-conflict = Somebody changed this already
error-conflict-text = Your change was not saved. Open the page again and look.
error-gone = This page is gone
error-gone-text = It was here before and is closed for good.
error-limited = Too many requests
error-limited-text = We hold this address back for a short while. Nothing is lost.
error-internal = Something broke on our side
error-internal-text = We know of it already. If it happens again, send us the request number.
error-unavailable = The service is away for a moment
error-unavailable-text = One of our systems does not answer. What was saved is safe; reload the page a little later.
error-cookie = The browser did not bring the cookie back
error-cookie-text = You signed in, but without the cookie we cannot know you on the next page.
