home-title = Say it once, and somebody takes it up
home-lead = A photo or a sentence is enough. Every matter gets a receipt, a date and a call back.
home-report = Report something
home-receipt = Look up my receipt
home-recent = What neighbours reported lately
home-more = All public cases
report-title = Report something
report-lead = Tell us what it is and where. We do the rest.
report-text = What is it
report-text-hint = A sentence or two, such as "the lift in building 3 has been out for three days"
report-category = What is it about
report-category-any = Not sure, please choose for me
report-where = Where is it
report-where-hint = Estate and building, or a shop nearby
report-photo = Photo
report-photo-hint = A photo makes it faster; without one is fine too
report-phone = Mobile number
report-phone-hint = Leave it if you want a call back; without it, the receipt shows the progress
report-name = What may we call you
report-anonymous = Report anonymously
report-anonymous-hint = We keep neither name nor number. A lost receipt cannot be found again, so keep it safe.
report-optional = optional
report-send = Send
receipt-title = Your receipt
receipt-known = Received. You will hear from us by { $when }
receipt-keep = Note these 16 digits or take a photo of them. With them you can see progress, add, urge and rate at any time.
receipt-track = Where it stands
receipt-reply = Our reply
receipt-messages = What we told you
receipt-enter = Enter the 16 digits of your receipt
receipt-open = Show
receipt-wrong = There is no such receipt. Please compare the digits and try again.
receipt-urge = Urge
receipt-add = Add something
receipt-add-send = Send
receipt-rate = How did it go
receipt-rate-solved = Is it solved
receipt-rate-level = Are you satisfied
receipt-rate-send = Send rating
receipt-leave = Done looking
yes = Yes
no = No
due-how = How this date was reached
due-rule = { $unit ->
    [work_days] Working days, counted from the next day, { $amount } in all
    [calendar_days] Days, counted from the next day, { $amount } in all
    [work_minutes] Office hours only, { $amount } minutes in all
   *[minutes] Day and night, { $amount } minutes in all
}
due-paused = We are waiting for your answer; the date stands still
cases-title = Public cases
cases-lead = What neighbours reported and the street is doing about it. Nothing personal is shown.
cases-none = No public cases yet
cases-none-text = They will appear here. You can report the first one.
case-reply = Reply
case-lead-unit = In progress, due { $when }
case-closed-at = Closed { $when }
step-received = Received
step-accepted = Accepted
step-handling = In progress
step-asked = Your rating
step-done = Closed
state-registered = New
state-awaiting_info = Waiting for you
state-accepted = To be dispatched
state-dispatched = To be signed
state-handling = In progress
state-return_pending = Return asked
state-conferral = In conferral
state-deferred = Deferred
state-review = In review
state-verification = To be verified
state-callback = To be rated
state-answered = Answered
state-refused = Not taken on
state-closed = Closed
state-merged = Merged
state-withdrawn = Withdrawn
state-archived = Archived
level-very_satisfied = Very satisfied
level-satisfied = Satisfied
level-basically = Mostly satisfied
level-dissatisfied = Dissatisfied
level-very_dissatisfied = Very dissatisfied
message-accepted = We have taken it on
message-dispatched = It went to the unit in charge
message-signed = The unit in charge has taken it
message-question = We have a question for you
message-contacted = We got in touch with you
message-replied = The unit says it is done; see the reply
message-closed = The case is closed
message-redo = You said it was not solved; we are doing it again
message-answered = We answered you directly
message-refused = It is not for the street office; see why
message-lapsed = We did not hear from you. Add something within 30 days and we go on
message-date_moved = The working calendar changed, and so did the date
problem-text-missing = Please say what it is, or add a photo
problem-text-too-long = Too long: at most { $most } characters
problem-place-missing = Please say where it is
problem-phone-malformed = That does not look like a phone number
problem-phone-for-callback = For a call back, please leave a number
problem-client-key-missing = This page is too old. Reload it and send again; what you wrote is kept
problem-key-reused = This page has already sent something else. Please open it anew
problem-channel-of-staff = Staff register this channel
problem-category-missing = Please choose a category
problem-words-missing = Please write something
problem-not-now = This step is not possible now
problem-stale = Somebody has just worked on this. Look at it again before you send
problem-receipt-wrong = There is no such receipt. Please compare the digits
problem-not_a_photo = This file is not a photo: use JPG, PNG or WebP
problem-photo_unreadable = The photo cannot be read; please choose another
problem-solved-missing = Please say whether it is solved
problem-satisfaction-missing = Please say how satisfied you are
problem-too-late = More than { $days } days have passed
problem-once-only = An objection can be raised once
day-work = working day
day-rest = day of rest
day-holiday = public holiday
day-makeup = make-up working day
day-shutdown = shutdown
desk-queue = Cases
desk-search = Search number, title, category
desk-state = State
desk-all = All
desk-find = Find
desk-none = No case fits
desk-none-text = Try other filters, or register a new one.
desk-no = Number
desk-title = Title
desk-due = Due
desk-voices = Voices
desk-overdue = Overdue
desk-lead = Lead unit
desk-proposed = Catalogue proposes
desk-reply = Public reply
desk-next = What can be done now
desk-nothing = Nothing for you to do now
desk-text = Words
desk-category = Category code
desk-reached = Reached
desk-result = Result
desk-solved = Solved
desk-office = Whose it is and how to reach them
desk-reason = Reason
verb-acceptance = Accept
verb-information-request = Ask the speaker
verb-answer = Answer directly
verb-refusal = Propose refusal
verb-refusal-confirmation = Confirm refusal
verb-dispatch = Dispatch
verb-signing = Sign
verb-contact = Record contact
verb-completion = Complete
verb-approval = Approve
verb-rework = Send back
verb-callback = Record callback
verb-closure = Close
verb-redo = Redo
means-phone = Phone
means-visit = Visit
means-message = Message
means-desk = Desk
desk-means = Means
result-solved = Solved
result-explained = Explained
result-unsolved = Unsolved
reason-outside_powers = Outside our powers
reason-justice_or_military = Justice or military
reason-emergency_line = For an emergency line
reason-in_proceedings = In legal proceedings
reason-settled = Settled on the same facts
reason-against_law = Against the law
reason-no_content = No content
problem-contact-first = Contact the speaker first
problem-result-missing = Choose a result
problem-personal-words = No numbers of people in a public reply
problem-other-hand = Another person must do this
problem-unit-missing = Choose the lead unit
problem-unit-inactive = This unit takes no work
problem-unit-accused = The accused unit cannot handle it
problem-callbacks-open = Somebody has still to be asked
problem-redo-due = A speaker said no: redo it
problem-redo-needs-supervisor = A third redo is the supervisor's
problem-means-missing = Choose how
problem-reason-missing = Choose a reason
problem-no-proposal = Nobody has proposed it
problem-needs-handling = A complaint needs handling
problem-questions-used = At most { $most } questions a round
problem-public-level-loosened = Loosening needs two people
problem-title-too-long = At most { $most } characters
problem-not-yet = Not yet
problem-never-lapses = This never lapses

## The desk


## Intake, callbacks, pipeline


## Figures: overview, wall, rates


## Photos


## My things, hints, map


## Problems of the desk


## Problems of photos and residents
