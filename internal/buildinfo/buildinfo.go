// Package buildinfo says which build of the program this is.
package buildinfo

import "runtime/debug"

// version is set by the linker: -ldflags "-X github.com/chatdouble/mockserver/internal/buildinfo.version=1.2.3".
var version string

// Version is the version of this build: the one given to the linker, else the module's, else "devel".
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
