package server

import (
	"errors"

	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// File is a whole fixture: the state that a server starts with. It is the list of the vendors too: a vendor is one line
// here.
type File struct {
	fixture.Head

	CometChat []cometchatapi.FixtureApp `json:"cometchat,omitzero" doc:"Apps that speak the CometChat REST API v3."`
	ZIM       []zegoapi.FixtureApp      `json:"zim,omitzero" doc:"Apps that speak the ZEGOCLOUD ZIM Server API."`
}

// section is an app of a fixture, as its vendor has it.
type section interface {
	fixture.App
	Catalogue() *gateway.Catalogue
	// Begin gives an app what it begins with beside its state.
	Begin(*gateway.App)
	// Demand makes what is not given of id and keys out of 128 hex digits.
	Demand(digits string)
	// Own makes it the state of an app that is there, and Keep lets that app's keys stay when there are no others.
	Own(*gateway.App)
	Keep(*gateway.App)
	// Tell lets an app tell its events whom it names, and behave as it says.
	Tell(*gateway.App)
	// Introduce says of it what a person needs to call it, and Warn what cannot work.
	Introduce(alone bool) gateway.Introduction
	Warn(callable func(url string) error) []string
	// Export takes over all that an app has.
	Export(*gateway.App)
}

// Vendors are those whom a server stands in for, in the order in which they are listed everywhere.
var Vendors = func() (all []*gateway.Catalogue) {
	names, apps := fixture.Vendors(&File{})
	for i, app := range apps {
		v := app.(section).Catalogue()
		if v.Vendor != names[i] {
			panic("server: the fixtures' " + names[i] + " is called " + v.Vendor + " elsewhere")
		}
		all = append(all, v)
	}
	return all
}()

// sectionOf is an empty app of a vendor.
func sectionOf(vendor string) section {
	names, apps := fixture.Vendors(&File{})
	for i, name := range names {
		if name == vendor {
			return apps[i].(section)
		}
	}
	return nil
}

// sections are all apps of a fixture.
func (f *File) sections() (all []section) {
	for _, app := range fixture.Apps(f) {
		all = append(all, app.(section))
	}
	return all
}

// LoadFile reads sources, merges them in the order given and checks the result, but for the fault rules.
func LoadFile(sources ...fixture.Source) (*File, error) {
	file := &File{}
	if err := fixture.Load(file, sources...); err != nil {
		return nil, err
	}
	return file, nil
}

// CheckFaults says what is wrong with the fault rules.
func (f *File) CheckFaults() error {
	var wrong []error
	for _, app := range f.sections() {
		id, _ := app.Name()
		_, err := beginFaults(gateway.NewApp(app.Catalogue().Vendor, id), app.Rules())
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}
