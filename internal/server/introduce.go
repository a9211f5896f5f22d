package server

import "github.com/chatdouble/mockserver/internal/gateway"

// Introduction is what a person who starts the program is told of a vendor's apps: of the first, and how many there are.
type Introduction struct {
	Vendor *gateway.Catalogue
	Apps   int
	gateway.Introduction
}

// Introductions are those of all vendors.
func (f *File) Introductions() (all []Introduction) {
	for _, v := range Vendors {
		var apps []section
		for _, app := range f.sections() {
			if app.Catalogue() == v {
				apps = append(apps, app)
			}
		}
		in := Introduction{Vendor: v, Apps: len(apps)}
		if len(apps) > 0 {
			in.Introduction = apps[0].Introduce(len(apps) == 1)
		}
		all = append(all, in)
	}
	return all
}

// Warnings say what is good and cannot work, a sentence each. callable has the error of a URL that will not be called.
func (f *File) Warnings(callable func(url string) error) (all []string) {
	for _, app := range f.sections() {
		all = append(all, app.Warn(callable)...)
	}
	return all
}
