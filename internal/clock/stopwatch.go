package clock

import "time"

// began is the moment from which stopwatches count. One reading of the monotonic clock against a
// fixed moment costs half of time.Now.
var began = time.Now()

// Stopwatch measures how long something takes in real time, whatever the clocks of the server
// show. It is a value; copies run on by themselves.
type Stopwatch struct{ start time.Duration }

// Start starts a stopwatch.
func Start() Stopwatch { return Stopwatch{time.Since(began)} }

// Elapsed is the time since the start, never negative: it is monotonic. That of a Stopwatch that
// was never started is the age of the process.
func (s Stopwatch) Elapsed() time.Duration { return time.Since(began) - s.start }
