package gateway

// Variant is a choice between behaviours, where the evidence of what the vendor does conflicts, or a setting of
// the customer's project decides. An app chooses by its fixture.
type Variant struct {
	Name    string
	Changes string         // what it decides, for a person
	Values  []VariantValue // the first is the default
}

// VariantValue is one of the behaviours, and how it is known that the vendor may do so.
type VariantValue struct {
	Value      string     `json:"value"`
	Evidence   string     `json:"evidence"`
	Provenance Provenance `json:"provenance"`
}

// Of is the value that holds for an app, the default when it has chosen none or there is no app.
func (v *Variant) Of(app *App) string {
	if app != nil {
		if chosen, ok := app.Variants()[v.Name]; ok {
			return chosen
		}
	}
	return v.Values[0].Value
}

// Variants are the values that the app has chosen, by the variant's name. The caller must not change the map.
func (a *App) Variants() map[string]string {
	if changed := a.variants.Load(); changed != nil {
		return *changed
	}
	return a.BeginVariants
}

// SetVariants says what the app has chosen from now on, until its next reset.
func (a *App) SetVariants(chosen map[string]string) { a.variants.Store(&chosen) }
