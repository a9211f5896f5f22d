package main

import (
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/nearest"
)

const variablePrefix = "CHATDOUBLE_"

// variables are the environment as a map.
func variables(environ []string) map[string]string {
	env := make(map[string]string, len(environ))
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	return env
}

// meantBy is the setting that a variable with an unknown name was most likely meant for.
func meantBy(name string) *setting {
	called := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, variablePrefix)), "_", "-")
	best, distance := &reference[0], len(name)
	for i := range reference {
		s := &reference[i]
		if slices.Contains(s.elsewhere, called) {
			return s
		}
		if _, d := nearest.Word(name, []string{s.variable()}); d < distance {
			best, distance = s, d
		}
	}
	return best
}

func variableNames() []string {
	var names []string
	for i := range reference {
		names = append(names, reference[i].variable())
	}
	return names
}

// unknownVariables lists, in the order of the alphabet, the set variables that look like settings
// and are none.
func unknownVariables(environ []string) []string {
	known := append(variableNames(), handedNames...)
	var unknown []string
	for name, value := range variables(environ) {
		if strings.HasPrefix(name, variablePrefix) && value != "" && !slices.Contains(known, name) && !ofService(name, value) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// ofService recognises what Kubernetes, and Docker for linked containers, set for a service that is
// called chatdouble: CHATDOUBLE_SERVICE_HOST, CHATDOUBLE_PORT=tcp://10.0.0.1:8080 and the like.
func ofService(name, value string) bool {
	rest := strings.TrimPrefix(name, variablePrefix)
	return strings.HasPrefix(rest, "SERVICE_") || strings.HasPrefix(rest, "PORT_") ||
		rest == "PORT" && strings.Contains(value, "://")
}
