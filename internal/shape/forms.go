package shape

// Forms are the forms of texts that rules name. A package that brings one registers it in a variable's
// initialiser, before any shape that names it is asked for; it does not change afterwards.
var Forms = map[string]Form{}

// Register adds a form. It panics when the name is taken: two packages would mean different things by it.
func Register(name string, f Form) bool {
	if _, taken := Forms[name]; taken {
		panic("shape: two forms are called " + name)
	}
	Forms[name] = f
	return true
}
