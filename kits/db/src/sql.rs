//! SQL under construction: literal text and bound values.

use crate::Value;

#[derive(Clone, Debug, Default)]
pub struct Sql {
    text: String,
    args: Vec<Value>,
}

impl Sql {
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), args: vec![] }
    }
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.args.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }
    /// `condition` and the value, where there is one.
    pub fn and(&mut self, condition: &str, value: Option<impl Into<Value>>) -> &mut Self {
        if let Some(value) = value {
            self.push("\n  and ").push(condition).push(" ").bind(value);
        }
        self
    }
    /// `column in ($1, $2, …)`; nothing at all is `false`.
    pub fn within(&mut self, column: &str, values: impl IntoIterator<Item = impl Into<Value>>) -> &mut Self {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        if values.is_empty() {
            return self.push("1 = 0");
        }
        self.push(column).push(" in (");
        for (i, value) in values.into_iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }
    pub fn text(&self) -> &str {
        &self.text
    }
    pub fn args(&self) -> &[Value] {
        &self.args
    }
}
