package zegoapi_test

import "maps"

// examples are those of all families: of a name that several have, all their values are tried.
func examples(families ...map[string][]any) map[string][]any {
	all := make(map[string][]any)
	for _, family := range families {
		for name := range maps.Keys(family) {
			all[name] = append(all[name], family[name]...)
		}
	}
	return all
}
