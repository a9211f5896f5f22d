package admin

import (
	"fmt"
	"net/http"

	"github.com/chatdouble/mockserver/internal/buildinfo"
)

type status struct {
	Status string `json:"status" rule:"enum=ok"`
}

func (a *api) live(*in) (status, error) { return status{"ok"}, nil }

type version struct {
	Version string `json:"version" doc:"of the program"`
}

func (a *api) version(*in) (version, error) { return version{buildinfo.Version()}, nil }

type health struct {
	Status  string   `json:"status" rule:"enum=ok"`
	Version string   `json:"version" doc:"of the program"`
	Now     string   `json:"now" rule:"date-time" doc:"the server's time"`
	Apps    []string `json:"apps" doc:"the names of all apps"`

	Forgotten uint64 `json:"forgotten,omitempty" doc:"how many requests the journals have dropped to make room, since the start; left out when none"`
}

// health is for people: what runs here and what it holds.
func (a *api) health(*in) (health, error) {
	apps := []string{}
	for _, app := range a.Vendors.Apps() {
		apps = append(apps, app.Name())
	}
	return health{"ok", buildinfo.Version(), timeText(a.Clock.Now()), apps, a.Journals.Forgotten()}, nil
}

func (a *api) caCertificate(*in) (text, error) {
	var pem []byte
	if a.CA != nil {
		var err error
		if pem, err = a.CA(); err != nil {
			return text{}, fmt.Errorf("making the CA: %w", err)
		}
	}
	if pem == nil {
		return text{}, &Refusal{Status: http.StatusNotFound, Detail: "there is no certificate to trust: the server has one of yours (--tls-cert), or is one of the Go package, which does not speak TLS"}
	}
	return text{pemType, pem}, nil
}

const pemType = "application/x-pem-file"

type operationsOf struct {
	Vendor string `json:"vendor,omitempty" schema:"VendorName"`
	Short  bool   `json:"short,omitempty" doc:"the names alone"`
}

type operations struct {
	Operations []Operation `json:"operations,omitempty" doc:"missing when the names alone are asked for"`
	Names      []string    `json:"names,omitempty" doc:"when they alone are asked for, each once"`
}

func (a *api) operations(_ *in, of operationsOf) (operations, error) {
	var all []Operation
	for _, v := range a.Vendors {
		if of.Vendor == "" || of.Vendor == v.Vendor {
			all = append(all, Operations(v.Catalogue)...)
		}
	}
	if of.Short {
		return operations{Names: names(all)}, nil
	}
	return operations{Operations: all}, nil
}
